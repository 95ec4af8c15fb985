package dev.dht.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

@Name("dev.dht.Callback")
@Label("Slow Callback")
@Category("DHT")
@Description("A user's callback that took long: those of the same call wait for it")
@StackTrace(false)
@Threshold("20 ms")
final class CallbackEvent extends Event {}
