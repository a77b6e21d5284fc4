package im.zk.storage.testservers;

/** Asks for a server and says what comes of it. */
final class AskingProgram {

    private AskingProgram() {}

    public static void main(String[] arguments) {
        try {
            System.out.println("found " + TestServers.toxiproxy().port());
        } catch (RuntimeException failure) {
            System.out.println(failure.getClass().getSimpleName() + ": " + failure.getMessage());
        }
    }
}
