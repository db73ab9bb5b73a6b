package io.jenkins.plugins.deployworkload.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A local port that refuses connections. A socket that is bound but does not listen reserves the port, so that no other
 * process can listen on it.
 */
public final class ClosedPort implements AutoCloseable {

    private final Socket holder = new Socket();

    private ClosedPort() throws IOException {
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public static ClosedPort open() throws IOException {
        return new ClosedPort();
    }

    public int port() {
        return holder.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        holder.close();
    }
}
