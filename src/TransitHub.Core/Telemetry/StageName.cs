namespace TransitHub.Core.Telemetry;

/// <summary>The names of the spans, in the order of the flow.</summary>
public static class StageName
{
    /// <summary>A message arrived and was decoded; the span that all others of its observations lie below.</summary>
    public const string Receive = "mqtt receive";

    /// <summary>It waited in the intake for the writer.</summary>
    public const string Queue = "intake queue";

    /// <summary>The gate judged it.</summary>
    public const string Gate = "gate";

    /// <summary>The log made it durable; the MQTT acknowledgement follows.</summary>
    public const string Append = "log append";

    /// <summary>The pipeline took its batch.</summary>
    public const string Fuse = "fuse";

    /// <summary>The state that has it was made and published.</summary>
    public const string State = "state";

    /// <summary>The state became the bytes of the GTFS-Realtime feeds.</summary>
    public const string Encode = "feed encode";

    /// <summary>The first reader's stream that has it was written.</summary>
    public const string Watch = "watch event";
}
