using System.Collections.Immutable;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Snapshots;

/// <summary>
/// What riders are to be told of, as the Alerts feed has it (gtfs-realtime reference, message Alert); immutable. It names routes, trips and stops by their
/// texts, since it outlives a static feed.
/// </summary>
public sealed record ServiceAlert
{
    /// <summary>The entity's id; the same as long as it is the same alert.</summary>
    public required string Id { get; init; }

    /// <summary>The agency's feed that told it; null: an operator of this hub, or the hub itself.</summary>
    public string? Source { get; init; }

    /// <summary>When it holds; empty: as long as it is in the feed.</summary>
    public ImmutableArray<AlertPeriod> ActivePeriods { get; init; } = [];

    /// <summary>When to tell riders; empty: the consumer chooses.</summary>
    public ImmutableArray<AlertPeriod> CommunicationPeriods { get; init; } = [];

    /// <summary>When service is affected.</summary>
    public ImmutableArray<AlertPeriod> ImpactPeriods { get; init; } = [];

    /// <summary>Whom it concerns; at least one.</summary>
    public required ImmutableArray<AlertSelector> InformedEntities { get; init; }

    /// <summary>Why.</summary>
    public Alert.Types.Cause Cause { get; init; } = Alert.Types.Cause.UnknownCause;

    /// <summary>What it does to riders.</summary>
    public Alert.Types.Effect Effect { get; init; } = Alert.Types.Effect.UnknownEffect;

    /// <summary>How much it matters.</summary>
    public Alert.Types.SeverityLevel Severity { get; init; } = Alert.Types.SeverityLevel.UnknownSeverity;

    /// <summary>The operator's own words for the cause.</summary>
    public ImmutableArray<AlertText> CauseDetail { get; init; } = [];

    /// <summary>The operator's own words for the effect.</summary>
    public ImmutableArray<AlertText> EffectDetail { get; init; } = [];

    /// <summary>A page that says more.</summary>
    public ImmutableArray<AlertText> Url { get; init; } = [];

    /// <summary>The summary; at least one language.</summary>
    public required ImmutableArray<AlertText> Header { get; init; }

    /// <summary>The whole.</summary>
    public ImmutableArray<AlertText> Description { get; init; } = [];

    /// <summary>The summary, spelled for text-to-speech.</summary>
    public ImmutableArray<AlertText> TtsHeader { get; init; } = [];

    /// <summary>The whole, spelled for text-to-speech.</summary>
    public ImmutableArray<AlertText> TtsDescription { get; init; } = [];

    /// <summary>Shown beside the text.</summary>
    public ImmutableArray<AlertImage> Images { get; init; } = [];

    /// <summary>What the image shows, for who cannot see it.</summary>
    public ImmutableArray<AlertText> ImageAlternativeText { get; init; } = [];

    /// <summary>Whether it is over: it has periods, and all of them have ended.</summary>
    /// <param name="now">Unix seconds.</param>
    public bool IsOver(long now) => !this.ActivePeriods.IsEmpty && this.ActivePeriods.All(p => p.End <= now);

    /// <summary>Whether it holds at a moment.</summary>
    /// <param name="now">Unix seconds.</param>
    public bool IsActive(long now) => this.ActivePeriods.IsEmpty || this.ActivePeriods.Any(p => !(p.Start > now) && !(p.End <= now));
}

/// <summary>start &lt;= t &lt; end, Unix seconds; null: open.</summary>
/// <param name="Start">Its first second.</param>
/// <param name="End">The first second behind it.</param>
public sealed record AlertPeriod(long? Start, long? End);

/// <summary>A text in one language.</summary>
/// <param name="Language">BCP 47.</param>
/// <param name="Text">Plain text, not empty.</param>
public sealed record AlertText(string Language, string Text);

/// <summary>An image in one language.</summary>
/// <param name="Url">Where it is; http or https.</param>
/// <param name="MediaType">IANA media type, <c>image/…</c>.</param>
/// <param name="Language">BCP 47; null: any.</param>
public sealed record AlertImage(string Url, string MediaType, string? Language);

/// <summary>Whom an alert concerns: what fits all that is given. At least one of it is.</summary>
public sealed record AlertSelector
{
    /// <summary>As in agency.txt.</summary>
    public string? AgencyId { get; init; }

    /// <summary>As in routes.txt.</summary>
    public string? RouteId { get; init; }

    /// <summary>As in routes.txt: every route of the kind.</summary>
    public int? RouteType { get; init; }

    /// <summary>0 or 1, with a route.</summary>
    public int? DirectionId { get; init; }

    /// <summary>As in trips.txt.</summary>
    public string? TripId { get; init; }

    /// <summary>With a trip: its service date, YYYYMMDD; null: every day.</summary>
    public string? StartDate { get; init; }

    /// <summary>With a trip of frequencies.txt: the start of the run, HH:MM:SS.</summary>
    public string? StartTime { get; init; }

    /// <summary>As in stops.txt.</summary>
    public string? StopId { get; init; }
}
