package io.jenkins.plugins.deployworkload.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of this machine at which nothing accepts connections. It is held, so that nobody comes to listen there meanwhile, as
 * may happen with one that was only looked for.
 */
public final class DeafPort implements AutoCloseable {

    private final Socket holder = new Socket();

    private DeafPort() throws IOException {
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static DeafPort open() throws IOException {
        return new DeafPort();
    }

    public int number() {
        return holder.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}
