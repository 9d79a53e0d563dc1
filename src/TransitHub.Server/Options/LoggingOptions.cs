namespace TransitHub.Server.Options;

/// <summary>How the hub's log is written on standard error.</summary>
internal sealed class LoggingOptions
{
    /// <summary>The form for people: time, level, category, event id, message.</summary>
    public const string Text = "text";

    /// <summary>The form for machines: a JSON object with the message's parts as fields and the ids of the trace.</summary>
    public const string Json = "json";

    /// <summary><c>text</c> or <c>json</c>; either is one line an event.</summary>
    public string Format { get; set; } = Text;
}
