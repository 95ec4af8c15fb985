package dev.dht.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

@Name("dev.dht.Lookup")
@Label("Look-up")
@Category("DHT")
@Description("A look-up that a user asked for, from its call to its end")
@StackTrace(false)
final class LookupEvent extends Event {
    @Label("Id")
    String id = "";

    @Label("Endpoints")
    @Description("How many were found; -1 where it failed or was cancelled")
    int endpoints = -1;

    @Label("Queries")
    int queries;

    @Label("Hops")
    int hops;
}
