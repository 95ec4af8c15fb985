package dev.dht.api;

import dev.dht.id.Id;
import dev.dht.id.Token;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One node of a distributed hash table that maps ids to the endpoints where each can be had.
 *
 * <p>Every method may be called from any thread. Those that wait throw {@link DhtException} where the network did not
 * give what was asked, and when the thread is interrupted or the node closed meanwhile; their {@code …Async} twins
 * complete exceptionally with the same. Arguments that can never work (a port of 0, an address that is not resolved)
 * are an {@link IllegalArgumentException} at once. Callbacks may block and may throw; the node goes on.
 */
public interface Dht extends AutoCloseable {
    /** This node's own id. */
    Id nodeId();

    /** What the node knows of itself now. */
    Info info();

    /**
     * Completes when the table has a contact that answered, or when there is nobody to ask: the node was given no
     * bootstrap and no contacts.
     */
    CompletableFuture<Void> ready();

    /**
     * Asks a node whether it is there.
     *
     * @return its id and the round-trip time
     * @throws DhtException with {@link DhtException.Reason#NO_ANSWER} if it did not answer
     */
    Pong ping(InetSocketAddress node);

    /** {@link #ping} without waiting. */
    CompletableFuture<Pong> pingAsync(InetSocketAddress node);

    /**
     * Publishes that {@code id} can be had at this node's address and {@code port}, and keeps it published until
     * {@link #delete} or {@link #close}. Entering an id again with another port replaces the port.
     *
     * <p>Returns after the first round of storing and reading back. Fewer holders than wanted is not a failure: the
     * receipt tells, and the node goes on trying. A node that knows nobody keeps the entry and publishes it when the
     * first neighbour arrives.
     *
     * @param port 1 to 65535
     * @throws DhtException with {@link DhtException.Reason#BUSY} if as many entries as the node may hold are entered
     */
    Receipt enter(Id id, int port);

    /** {@link #enter} without waiting. */
    CompletableFuture<Receipt> enterAsync(Id id, int port);

    /**
     * Stops publishing an id. The network forgets it within the hour.
     *
     * @return whether this node had entered it
     */
    boolean delete(Id id);

    /** {@link #delete} without waiting. */
    CompletableFuture<Boolean> deleteAsync(Id id);

    /** The receipts of all that this node entered, in the order of the ids. */
    List<Receipt> entries();

    /**
     * The receipts of some entries, in the order of the ids.
     *
     * @param from the first id, or the next one that was entered
     * @param most how many at most, at least 0
     */
    List<Receipt> entries(Id from, int most);

    /** The receipt of one id as it is now, if this node entered it. */
    Optional<Receipt> entry(Id id);

    /**
     * Finds all endpoints where an id can be had: what the network says, what this node stores and what it entered.
     *
     * @return the endpoints, in order; empty if there are none
     */
    List<InetSocketAddress> lookup(Id id);

    /** {@link #lookup(Id)} without waiting. */
    CompletableFuture<List<InetSocketAddress>> lookupAsync(Id id);

    /**
     * Finds the endpoints of an id and tells each as it is found, once, one after another.
     *
     * @return completes when the look-up has ended; cancelling it ends the look-up
     */
    CompletableFuture<LookupReport> lookup(Id id, Consumer<InetSocketAddress> found);

    /**
     * Looks an id up as {@link #lookup(Id, Consumer)} does, and tells each query: who was asked and who had named it, how
     * long it took, what came, what was rejected and why it ended. Costs memory for as long as it runs, no datagrams.
     *
     * @return completes when the look-up has ended; cancelling it ends the look-up
     */
    CompletableFuture<Explanation> explain(Id id, LookupObserver observer);

    /**
     * Asks one node for the contacts that it knows closest to an id: a single query, below {@link #lookup}.
     *
     * @throws DhtException with {@link DhtException.Reason#NO_ANSWER} if it did not answer
     */
    Found findNode(InetSocketAddress node, Id target);

    /**
     * Asks one node for the endpoints that it stores for an id, or else its closest contacts: a single query.
     *
     * @throws DhtException with {@link DhtException.Reason#NO_ANSWER} if it did not answer
     */
    Found findValue(InetSocketAddress node, Id id);

    /**
     * Asks one node to store that an id can be had at this node's address and {@code port}: a single query. It answers
     * alike whether it stored or not; a token that it did not give to this node within the last minutes does not
     * store.
     *
     * @throws DhtException with {@link DhtException.Reason#NO_ANSWER} if it did not answer
     */
    Pong store(InetSocketAddress node, Token token, Id id, int port);

    /**
     * Ends the node: what is pending completes with {@link DhtException.Reason#CLOSED}, its state is saved. Closing
     * again does nothing.
     */
    @Override
    void close();
}
