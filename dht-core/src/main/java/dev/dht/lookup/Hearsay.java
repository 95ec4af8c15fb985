package dev.dht.lookup;

import dev.dht.id.Contact;
import dev.dht.id.Endpoint;
import dev.dht.id.Id;
import dev.dht.lookup.Candidate.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a look-up is told of others: who of them becomes a candidate, who is rejected and why, and what it means that
 * another names one that is known.
 *
 * <p>The last of a full answer is a <em>newcomer</em> where it is closer to the target than all the rest: it may be behind
 * NAT for all that is known, and so may be whom it names. It is asked, and counts among those found when another names it as one like
 * any.
 */
final class Hearsay {
    private final Id target;
    private final Id self;
    private final LookupSettings settings;
    private final Shortlist shortlist;
    private final Tried tried;
    private final Map<Rejection, Integer> rejections = new EnumMap<>(Rejection.class);
    private boolean isNear;
    private @Nullable Witness witness;

    Hearsay(Id target, Id self, LookupSettings settings, Shortlist shortlist, Tried tried) {
        this.target = target;
        this.self = self;
        this.settings = settings;
        this.shortlist = shortlist;
        this.tried = tried;
    }

    void witness(Witness who) {
        witness = who;
    }

    /** Our own table knows a contact; see {@link Lookup#seed}. */
    void seed(Contact contact, boolean proven) {
        add(contact, null, false, false);
        Candidate seed = shortlist.find(contact);
        if (seed != null) {
            seed.vouched = proven;
        }
    }

    /** A candidate names contacts; those beyond what one answer may give are not read. */
    void named(Candidate by, List<Contact> contacts) {
        List<Contact> heard = contacts.subList(0, Math.min(contacts.size(), settings.fromOneAnswer()));
        for (Contact contact : heard) {
            isNear |= target.compareDistance(by.contact().id(), contact.id()) < 0;
            if (contact.endpoint().isLoopback() && !by.contact().endpoint().isLoopback()) {
                reject(by, contact, Rejection.UNUSABLE_ENDPOINT);
            } else {
                add(contact, by, false, by.newcomer || isNewcomer(contact, heard));
            }
        }
    }

    /** Whether it has come near the target: somebody named others that are farther, and so knew too few that are closer. */
    boolean isNear() {
        return isNear;
    }

    /** Contacts are named in the order of their distance; but the last of all may be a newcomer, and is closer than the rest. */
    private boolean isNewcomer(Contact contact, List<Contact> named) {
        int last = named.size() - 1;
        return last == settings.fromOneAnswer() - 1
                && contact.equals(named.get(last))
                && named.subList(0, last).stream().allMatch(c -> target.compareDistance(contact.id(), c.id()) < 0);
    }

    /** An endpoint told its id itself: who named it falsely has not made it one that was asked. */
    void correct(Contact contact, Candidate namedBy) {
        Candidate known = shortlist.find(contact);
        if (known == null) {
            add(contact, namedBy, true, false);
        } else if (known.state == State.WAITING || known.state == State.REJECTED) {
            known.corrected = true;
            known.state = State.WAITING;
            known.rejection = null;
        }
    }

    private void add(Contact contact, @Nullable Candidate namedBy, boolean corrected, boolean newcomer) {
        Rejection rejection = whyNever(contact);
        if (rejection != null) {
            reject(namedBy, contact, rejection);
            return;
        }
        Candidate known = shortlist.find(contact);
        if (known != null) {
            if (namedBy != null && namedBy != known && !newcomer) {
                known.vouch();
            }
            told(namedBy, known);
            return;
        }
        Candidate candidate = new Candidate(contact, namedBy, corrected, newcomer);
        candidate.rejection = tried.contradiction(candidate);
        if (candidate.rejection != null) {
            reject(namedBy, contact, candidate.rejection);
        } else if (shortlist.add(candidate)) {
            told(namedBy, candidate);
        } else {
            reject(namedBy, contact, Rejection.NO_ROOM);
        }
    }

    private @Nullable Rejection whyNever(Contact contact) {
        if (contact.id().equals(self)) {
            return Rejection.SELF;
        }
        Endpoint endpoint = contact.endpoint();
        return endpoint.isUnicast() && endpoint.isV4() ? null : Rejection.UNUSABLE_ENDPOINT;
    }

    private void told(@Nullable Candidate by, Candidate whom) {
        if (witness != null && by != null) {
            witness.named(by, whom);
        }
    }

    void reject(@Nullable Candidate by, Contact contact, Rejection reason) {
        rejections.merge(reason, 1, Integer::sum);
        if (witness != null) {
            witness.rejected(by, contact, reason);
        }
    }

    /** How many were rejected, by reason. */
    Map<Rejection, Integer> rejections() {
        return rejections;
    }
}
