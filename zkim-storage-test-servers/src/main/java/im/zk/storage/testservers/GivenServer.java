package im.zk.storage.testservers;

import java.net.URI;
import java.util.Optional;

/** A server that a system property names: {@code zkim.test.<service>.endpoint}. It is the user's, so nothing ends it. */
record GivenServer(String service, URI endpoint) implements Instance {

    static Optional<GivenServer> find(String service) {
        return Optional.ofNullable(System.getProperty(name(service, "endpoint")))
                .filter(endpoint -> !endpoint.isBlank())
                .map(endpoint -> new GivenServer(service, parse(service, endpoint)));
    }

    /** A property that goes with the endpoint and must be there. */
    String property(String property) {
        String value = System.getProperty(name(service, property));
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("The system property " + name(service, "endpoint") + " is set: set "
                    + name(service, property) + " as well");
        }
        return value;
    }

    @Override
    public String host() {
        return endpoint.getHost();
    }

    @Override
    public int port() {
        if (endpoint.getPort() != -1) {
            return endpoint.getPort();
        }
        return switch (endpoint.getScheme()) {
            case "https" -> 443;
            case "postgresql" -> 5432;
            default -> 80;
        };
    }

    @Override
    public void stop() {
        throw refusal();
    }

    @Override
    public void start() {
        throw refusal();
    }

    @Override
    public void close() {
        throw refusal();
    }

    private UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "The server at " + endpoint + " is not the tests' own to stop or start");
    }

    private static URI parse(String service, String endpoint) {
        URI uri = URI.create(endpoint);
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("The system property " + name(service, "endpoint")
                    + " is to be a URI such as http://127.0.0.1:9000, not: " + endpoint);
        }
        return uri;
    }

    private static String name(String service, String property) {
        return "zkim.test." + service + "." + property;
    }
}
