package im.zk.storage.ipfs;

import im.zk.storage.testservers.FaultyRoute;
import im.zk.storage.testservers.IpfsServer;
import im.zk.storage.testservers.RoutedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A directory of a test's own on a node, with a way to it on which requests are seen and made to fail. */
final class TestDirectory implements AutoCloseable {

    private final TestNode node;
    private final FaultyRoute route;
    private final String name = UUID.randomUUID().toString();

    TestDirectory(IpfsServer server) {
        node = TestNode.of(server);
        route = FaultyRoute.to(server);
    }

    /** The node. */
    TestNode node() {
        return node;
    }

    /** The way to it. */
    FaultyRoute route() {
        return route;
    }

    /** Its path. */
    String path() {
        return "/zkim-tests%/" + name;
    }

    /** The path of an entry. */
    String path(String entry) {
        return path() + "/" + entry;
    }

    /** A backend that speaks to the node itself. */
    IpfsStorageOptions.Builder<IpfsStorageBackend> direct() {
        return node.backend("zkim-tests/" + name);
    }

    /** A backend that speaks to the node over the route. */
    IpfsStorageOptions.Builder<IpfsStorageBackend> routed() {
        return new TestNode(route.endpoint()).backend("zkim-tests/" + name);
    }

    /** The commands that came over the route, in order. */
    List<String> commands() {
        return route.requests().stream().map(TestDirectory::command).toList();
    }

    /** Requests for a command. */
    static Predicate<RoutedRequest> isFor(String command) {
        return request -> command(request).equals(command);
    }

    /** Requests for a command about an entry. */
    Predicate<RoutedRequest> isFor(String command, String entry) {
        return request -> command(request).equals(command)
                && (URLDecoder.decode(request.query(), StandardCharsets.UTF_8) + "&").contains(path(entry) + "&");
    }

    private static String command(RoutedRequest request) {
        return request.path().replace("/api/v0/", "");
    }

    @Override
    public void close() throws IOException {
        route.close();
        try {
            node.run("files/rm", "arg", path(), "force", "true");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("The directory was not removed", interrupted);
        }
    }
}
