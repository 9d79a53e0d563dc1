using System.Runtime.CompilerServices;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Conformance;

/// <summary>What a rule sees beside the entity in its hand.</summary>
/// <param name="reference">The static feed.</param>
/// <param name="feed">This feed.</param>
/// <param name="message">Its message.</param>
/// <param name="previous">The message of the iteration before that differed, null at the first.</param>
/// <param name="moment">All feeds of the moment.</param>
/// <param name="findings">Where findings go.</param>
internal sealed class FeedContext(
    RealtimeReference reference, RealtimeFeed feed, FeedMessage message, FeedMessage? previous, RealtimeMoment moment, RealtimeFindings findings)
{
    private IReadOnlyList<WireFinding>? wire;

    /// <summary>What the static feed says.</summary>
    public RealtimeReference Reference => reference;

    /// <summary>The static feed.</summary>
    public Schedule Schedule => reference.Schedule;

    /// <summary>This feed.</summary>
    public RealtimeFeed Feed => feed;

    /// <summary>Its message.</summary>
    public FeedMessage Message => message;

    /// <summary>The message's header.</summary>
    public FeedHeader Header { get; } = message.Header ?? new FeedHeader();

    /// <summary>The message before, null at the first.</summary>
    public FeedMessage? Previous => previous;

    /// <summary>All feeds of the moment.</summary>
    public RealtimeMoment Moment => moment;

    /// <summary>Where findings go.</summary>
    public RealtimeFindings Findings => findings;

    /// <summary>What is wrong with the bytes although they could be decoded; read when first asked for.</summary>
    public IReadOnlyList<WireFinding> Wire => this.wire ??= WireCheck.Run(feed.Bytes.Span);

    /// <summary>The header's timestamp as a signed number, 0 if absent.</summary>
    public long HeaderTimestamp => unchecked((long)this.Header.Timestamp);

    /// <summary>Notes a finding.</summary>
    public void Found(RealtimeRule rule, string entity, [InterpolatedStringHandlerArgument("", nameof(rule))] ref NoticeText text) =>
        findings.Add(rule, feed.Name, entity, text.Take());

    /// <summary>Notes a finding unless we do not follow the canonical validator there.</summary>
    public void Found(
        RealtimeRule rule, RealtimeDeviation? deviation, string entity, [InterpolatedStringHandlerArgument("", nameof(rule))] ref NoticeText text)
    {
        string? made = text.Take();
        if (deviation is not null && !moment.IsExact)
        {
            findings.Excuse(deviation);
            return;
        }

        findings.Add(rule, feed.Name, entity, made);
    }

    /// <summary>Whether the shape is in shapes.txt or a Shape entity of the moment.</summary>
    public bool HasShape(string shape) => this.Schedule.Shapes.TryFind(shape, out _) || moment.ShapeIds.Contains(shape);

    /// <summary>Whether both stops are platforms of one station.</summary>
    public bool ShareStation(string one, string other) =>
        this.Schedule.Stops.TryFind(one, out int first) && this.Schedule.Stops.TryFind(other, out int second)
        && this.Schedule.Stops.ParentIndex(first) is >= 0 and int station && station == this.Schedule.Stops.ParentIndex(second);
}
