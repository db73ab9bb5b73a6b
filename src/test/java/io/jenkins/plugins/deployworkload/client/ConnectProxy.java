package io.jenkins.plugins.deployworkload.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A local HTTP proxy that supports only the method {@code CONNECT}. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final String response;

    /** Opens a proxy that allows all connections. */
    public static ConnectProxy open() throws IOException {
        return new ConnectProxy("200 Connection established");
    }

    /** Opens a proxy that responds to every request with the given status line. */
    public static ConnectProxy respondingWith(String status) throws IOException {
        return new ConnectProxy(status);
    }

    private ConnectProxy(String response) throws IOException {
        this.response = response;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The targets of the {@code CONNECT} requests, as {@code host:port}. */
    public List<String> targets() {
        return targets;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String target = head(client.getInputStream()).split(" ")[1];
            targets.add(target);
            client.getOutputStream()
                    .write(("HTTP/1.1 " + response + "\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            if (response.startsWith("200")) {
                tunnel(client, target);
            }
        } catch (IOException ended) {
            // Either side may close the connection.
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("incomplete request head");
            }
            head.write(read);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    private void tunnel(Socket client, String target) throws IOException {
        int colon = target.lastIndexOf(':');
        try (Socket api = new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
            sockets.add(api);
            Thread back = Thread.ofVirtual().start(() -> copy(api, client));
            copy(client, api);
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.close();
        } catch (IOException ended) {
            // Either side may close the connection.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
