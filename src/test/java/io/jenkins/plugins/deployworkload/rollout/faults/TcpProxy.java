package io.jenkins.plugins.deployworkload.rollout.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A local TCP proxy between a client and the API server. The proxy forwards bytes unchanged, without decrypting TLS,
 * and can break, hold and refuse connections.
 */
public final class TcpProxy implements AutoCloseable {

    /** The maximum number of connections. A client that opens more connections is in an endless loop. */
    private static final int MAX_CONNECTIONS = 300;

    /** An action to run after this number of bytes. */
    private record ByteTrigger(long bytes, Runnable action) {}

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<ProxiedSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile CompletableFuture<Void> open = CompletableFuture.completedFuture(null);
    private volatile boolean refusing;
    private int accepted;
    private long passed;
    private ByteTrigger trigger;

    public TcpProxy(String server) {
        URI uri = URI.create(server);
        target = new InetSocketAddress(uri.getHost(), uri.getPort());
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("wire").start(this::accept);
    }

    /** The address under which clients reach the API server. */
    public String server() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    /** The number of accepted connections. */
    synchronized int accepted() {
        return accepted;
    }

    /**
     * @param bytes the number of bytes, counted from this call in both directions together; the call replaces an
     *     earlier trigger that has not fired
     */
    synchronized void triggerAfter(long bytes, Runnable action) {
        trigger = new ByteTrigger(passed + bytes, action);
    }

    /** Resets all connections, as a restarted load balancer does. */
    void reset() {
        sockets.forEach(ProxiedSocket::reset);
    }

    /** @param refuse whether to reset each new connection at once */
    void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Holds all bytes until {@link #release}, and then forwards them. */
    void hold() {
        open = new CompletableFuture<>();
    }

    void release() {
        open.complete(null);
    }

    /**
     * Keeps the present connections open, but forwards no more bytes, like a firewall that has dropped the state of the
     * connections.
     */
    public void freeze() {
        sockets.forEach(socket -> socket.frozen = true);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset();
        release();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                ProxiedSocket socket = new ProxiedSocket(client);
                boolean tooMany;
                synchronized (this) {
                    tooMany = ++accepted > MAX_CONNECTIONS;
                }
                if (refusing || tooMany) {
                    socket.reset();
                } else {
                    sockets.add(socket);
                    Thread.ofVirtual().name("wire").start(socket::connect);
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void count(int bytes) {
        Runnable action = null;
        synchronized (this) {
            passed += bytes;
            if (trigger != null && passed >= trigger.bytes) {
                action = trigger.action;
                trigger = null;
            }
        }
        if (action != null) {
            action.run();
        }
    }

    /** One proxied connection. */
    private final class ProxiedSocket {

        private final Socket client;
        private final Socket server = new Socket();
        private volatile boolean frozen;

        ProxiedSocket(Socket client) {
            this.client = client;
        }

        void connect() {
            try {
                server.connect(target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                Thread.ofVirtual().name("wire").start(() -> copy(client, server));
                copy(server, client);
            } catch (IOException e) {
                reset();
            }
        }

        private void copy(Socket from, Socket to) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    count(n);
                    open.join();
                    if (!frozen) {
                        out.write(buffer, 0, n);
                    }
                }
                if (!frozen) {
                    to.shutdownOutput();
                }
            } catch (IOException broken) {
                reset();
            }
        }

        /** Closes the connections to the client and to the server with a TCP reset. */
        void reset() {
            sockets.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException closedAlready) {
                    // Closed already.
                }
            }
        }
    }
}
