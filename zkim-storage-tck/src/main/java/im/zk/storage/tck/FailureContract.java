package im.zk.storage.tck;

import im.zk.storage.Capability;
import im.zk.storage.ErrorKind;
import im.zk.storage.KeyQuery;
import im.zk.storage.ServiceException;
import im.zk.storage.StorageBackend;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** What the groups about failures have: every situation in which the kit can make this backend fail. */
abstract class FailureContract extends Contract {

    private static final String ILLEGAL = "a/../b";

    /** Whose fault a refusal by the service cannot be. */
    private static final Set<ErrorKind> BLAMES_THE_CALLER = EnumSet.of(
            ErrorKind.INVALID_KEY,
            ErrorKind.INVALID_CONFIG,
            ErrorKind.VALUE_TOO_LARGE,
            ErrorKind.UNSUPPORTED,
            ErrorKind.CLOSED);

    /** All but a value that is too large, which takes a while: {@link #tooLarge}. */
    final List<Situation> situations(byte[] value) throws Exception {
        List<Situation> all = new ArrayList<>();
        all.add(Situation.ofCaller("an illegal key", storage(), withKey(ILLEGAL, value), ErrorKind.INVALID_KEY));
        StorageBackend closed = openAnother("");
        closed.close();
        all.add(Situation.ofCaller("a closed backend", closed, declared("key", value), ErrorKind.CLOSED));
        List<Invocation> undeclared = Invocation.of("key", value).stream()
                .filter(each -> !each.isDeclaredBy(closed))
                .toList();
        all.add(Situation.ofCaller("a missing capability", storage(), undeclared, ErrorKind.UNSUPPORTED));
        if (closed.capabilities().contains(Capability.LIST)) {
            all.add(Situation.ofCaller("a foreign token", storage(), foreignToken(), ErrorKind.INVALID_CONFIG));
            all.add(Situation.ofCaller("an illegal prefix", storage(), illegalPrefix(), ErrorKind.INVALID_KEY));
        }
        kit().openWithoutContainer().map(this::closeLater).ifPresent(missing -> {
            Set<ErrorKind> kinds = EnumSet.of(ErrorKind.CONTAINER_NOT_FOUND, ErrorKind.UNAVAILABLE);
            all.add(new Situation("a missing container", missing, Invocation.of(missing, "key", value), kinds, true));
        });
        kit().openFailing(namespace(), Set.of("key")).map(this::closeLater).ifPresent(failing -> {
            List<Invocation> refused = Invocation.of(failing, "key", value).stream()
                    .filter(each -> !Set.of("has", "clear", "keys", "listKeys").contains(each.name()))
                    .toList();
            Set<ErrorKind> kinds = EnumSet.complementOf(EnumSet.copyOf(BLAMES_THE_CALLER));
            all.add(new Situation("a service that refuses", failing, refused, kinds, true));
        });
        return all;
    }

    /** A value over the limit, made of others, where there is a limit. */
    final Optional<Situation> tooLarge(byte[] pattern) throws Exception {
        if (kit().maximumValueBytes().isEmpty() || !storage().capabilities().contains(Capability.WRITE)) {
            return Optional.empty();
        }
        byte[] value = new byte[Math.toIntExact(kit().maximumValueBytes().getAsLong() + 1)];
        for (int at = 0; at < value.length; at += pattern.length) {
            System.arraycopy(pattern, 0, value, at, Math.min(pattern.length, value.length - at));
        }
        List<Invocation> set = List.of(Invocation.of("key", value).get(0));
        return Optional.of(Situation.ofCaller("a value too large", storage(), set, ErrorKind.VALUE_TOO_LARGE));
    }

    private List<Invocation> declared(String key, byte[] value) throws Exception {
        return Invocation.of(storage(), key, value);
    }

    private List<Invocation> withKey(String key, byte[] value) throws Exception {
        Set<String> keyless = Set.of("clear", "keys", "listKeys");
        return declared(key, value).stream()
                .filter(each -> !keyless.contains(each.name()))
                .toList();
    }

    private static List<Invocation> foreignToken() {
        KeyQuery query = KeyQuery.all().withToken("a token that no backend made");
        return List.of(new Invocation("listKeys", Capability.LIST, "LIST", null, all -> all.listKeys(query)));
    }

    private static List<Invocation> illegalPrefix() {
        KeyQuery query = KeyQuery.prefix(ILLEGAL + "/");
        return List.of(new Invocation("listKeys", Capability.LIST, "LIST", null, all -> all.listKeys(query)));
    }

    /**
     * A backend and the calls of it that must fail.
     *
     * @param name what is wrong
     * @param backend the backend
     * @param invocations the calls
     * @param kinds the kinds with which they may fail
     * @param ofService whether it is the service that fails, and not this library that refuses
     */
    record Situation(
            String name,
            StorageBackend backend,
            List<Invocation> invocations,
            Set<ErrorKind> kinds,
            boolean ofService) {

        static Situation ofCaller(String name, StorageBackend backend, List<Invocation> invocations, ErrorKind kind) {
            return new Situation(name, backend, invocations, EnumSet.of(kind), false);
        }

        /** Makes all calls, all at once, and waits for their failures. */
        List<Failure> failures() {
            List<CompletableFuture<?>> futures = new ArrayList<>();
            invocations.forEach(each -> futures.add(each.on(backend)));
            List<Failure> failures = new ArrayList<>();
            for (int at = 0; at < futures.size(); at++) {
                CompletableFuture<?> future = futures.get(at);
                Invocation invocation = invocations.get(at);
                failures.add(new Failure(name + ", " + invocation, invocation, future, Await.failure(future)));
            }
            return failures;
        }
    }

    /**
     * What a call failed with.
     *
     * @param name the situation and the call
     * @param invocation the call
     * @param future what it returned
     * @param exception what the future failed with
     */
    record Failure(String name, Invocation invocation, CompletableFuture<?> future, ServiceException exception) {}
}
