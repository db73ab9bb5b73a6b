package io.jenkins.plugins.deployworkload.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP proxy that counts the bytes between a client and the API server. It does not decrypt TLS. */
public final class ByteCountingProxy implements AutoCloseable {

    /** Bytes that the client has sent and received, including TLS. */
    public record Bytes(long sent, long received) {

        public Bytes since(Bytes before) {
            return new Bytes(sent - before.sent, received - before.received);
        }

        /** In KiB, for example {@code 14.6, 83.9}. */
        String text() {
            return MarkdownWriter.number("%.1f", sent / 1024.0) + ", "
                    + MarkdownWriter.number("%.1f", received / 1024.0);
        }
    }

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final String address;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    public ByteCountingProxy(String server) throws IOException {
        URI uri = URI.create(server);
        target = new InetSocketAddress(uri.getHost(), uri.getPort());
        listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        address = "https://127.0.0.1:" + listener.getLocalPort();
        Thread.ofVirtual().name("proxy").start(this::accept);
    }

    /** The URL of the proxy. Clients use it instead of the API server's URL. */
    public String server() {
        return address;
    }

    public Bytes bytes() {
        return new Bytes(sent.get(), received.get());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket();
                sockets.add(client);
                sockets.add(server);
                Thread.ofVirtual().name("proxy").start(() -> connect(client, server));
            }
        } catch (IOException closed) {
            close();
        }
    }

    private void connect(Socket client, Socket server) {
        try {
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread.ofVirtual().name("proxy").start(() -> copy(client, server, sent));
            copy(server, client, received);
        } catch (IOException unreachable) {
            closeQuietly(client);
        } finally {
            sockets.removeAll(Set.of(client, server));
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            // Nobody uses the socket any more.
        }
    }

    private void copy(Socket from, Socket to, AtomicLong count) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                count.addAndGet(n);
                out.write(buffer, 0, n);
            }
        } catch (IOException ended) {
            // One side closed the connection.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException closedAlready) {
            // The socket is already closed.
        }
    }
}
