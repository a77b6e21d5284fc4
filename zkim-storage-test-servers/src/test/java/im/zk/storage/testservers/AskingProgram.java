package im.zk.storage.testservers;

/** Asks for a server and says what comes of it. */
final class AskingProgram {

    private AskingProgram() {}

    public static void main(String[] arguments) {
        try (TestServer server = Service.valueOf(arguments[0]).start()) {
            System.out.println("found " + server.port());
        } catch (RuntimeException failure) {
            System.out.println(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        }
    }
}
