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
 * The network between a client and the API server, on this machine only: bytes go through it as they are, TLS included, and
 * it can break, hold and refuse connections.
 */
public final class TcpProxy implements AutoCloseable {

    /** More than any rollout has; who opens more is in a loop. */
    private static final int MAX_CONNECTIONS = 300;

    /** Something to do once so many bytes have gone through. */
    private record ByteTrigger(long bytes, Runnable action) {}

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
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

    /** Where the API server seems to be. */
    public String server() {
        return "https://127.0.0.1:" + listener.getLocalPort();
    }

    /** How many connections were made. */
    synchronized int accepted() {
        return accepted;
    }

    /** @param bytes in both directions together, from now on; a mine that did not go off is taken away */
    synchronized void triggerAfter(long bytes, Runnable bang) {
        trigger = new ByteTrigger(passed + bytes, bang);
    }

    /** Breaks all connections, as a restarted load balancer does. */
    void reset() {
        lines.forEach(Line::reset);
    }

    /** New connections are broken at once, until told otherwise. */
    void refuse(boolean yes) {
        refusing = yes;
    }

    /** Nothing passes until {@link #release}; nothing is lost either. */
    void hold() {
        open = new CompletableFuture<>();
    }

    void release() {
        open.complete(null);
    }

    /** The connections that there are stay open and carry nothing any more, as behind a firewall that has forgotten them. */
    public void freeze() {
        lines.forEach(line -> line.frozen = true);
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
                Line line = new Line(client);
                boolean tooMany;
                synchronized (this) {
                    tooMany = ++accepted > MAX_CONNECTIONS;
                }
                if (refusing || tooMany) {
                    line.reset();
                } else {
                    lines.add(line);
                    Thread.ofVirtual().name("wire").start(line::connect);
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void count(int bytes) {
        Runnable bang = null;
        synchronized (this) {
            passed += bytes;
            if (trigger != null && passed >= trigger.bytes) {
                bang = trigger.action;
                trigger = null;
            }
        }
        if (bang != null) {
            bang.run();
        }
    }

    /** One connection. */
    private final class Line {

        private final Socket client;
        private final Socket server = new Socket();
        private volatile boolean frozen;

        Line(Socket client) {
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

        /** Not closed in good order: the other side gets an RST. */
        void reset() {
            lines.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException closedAlready) {
                    // As it should be.
                }
            }
        }
    }
}
