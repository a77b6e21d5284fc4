package im.zk.storage.ipfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A pinning service as its API's specification says, which keeps its pins in memory. */
final class PinningService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PINS = "/pins";

    private final HttpServer server;
    private final String token;
    private final String name = "service-" + UUID.randomUUID();
    private final Map<String, Map.Entry<String, String>> pins = new LinkedHashMap<>();
    private volatile boolean failing;

    PinningService(String token) throws IOException {
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PINS, this::answer);
        server.start();
    }

    /** The name by which the node is to know it. */
    String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Names and content identifiers. */
    synchronized List<Map.Entry<String, String>> pins() {
        return List.copyOf(pins.values());
    }

    /** Whether it fails from now on. */
    void fail(boolean fails) {
        failing = fails;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (failing) {
                send(exchange, 500, Map.of("error", Map.of("reason", "INTERNAL", "details", "for " + token)));
            } else if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                send(exchange, 401, Map.of("error", Map.of("reason", "UNAUTHORIZED")));
            } else {
                serve(exchange);
            }
        }
    }

    private synchronized void serve(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "POST" -> {
                JsonNode pin = JSON.readTree(exchange.getRequestBody());
                String id = UUID.randomUUID().toString();
                pins.put(
                        id,
                        Map.entry(pin.get("name").textValue(), pin.get("cid").textValue()));
                send(exchange, 202, status(id));
            }
            case "DELETE" -> {
                String id = exchange.getRequestURI().getPath().substring(PINS.length() + 1);
                send(exchange, pins.remove(id) == null ? 404 : 202, Map.of());
            }
            default -> {
                Map<String, String> query = query(exchange);
                List<Object> results = new ArrayList<>();
                pins.forEach((id, pin) -> {
                    boolean wanted = pin.getKey().equals(query.getOrDefault("name", pin.getKey()))
                            && query.getOrDefault("cid", pin.getValue()).contains(pin.getValue());
                    if (wanted) {
                        results.add(status(id));
                    }
                });
                send(exchange, 200, Map.of("count", results.size(), "results", results));
            }
        }
    }

    private Map<String, Object> status(String id) {
        Map.Entry<String, String> pin = pins.getOrDefault(id, Map.entry("", ""));
        return Map.of(
                "requestid",
                id,
                "status",
                "queued",
                "created",
                "2026-01-01T00:00:00Z",
                "pin",
                Map.of("cid", pin.getValue(), "name", pin.getKey()),
                "delegates",
                List.of());
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] halves = pair.split("=", 2);
            query.put(halves[0], URLDecoder.decode(halves[1], UTF_8));
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
