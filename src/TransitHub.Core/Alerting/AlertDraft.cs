using System.Collections.Immutable;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Alerting;

/// <summary>An alert as an operator writes it and as it is kept: words and texts by language, not checked yet. <see cref="AlertReader"/> makes an alert of it.</summary>
public sealed record AlertDraft
{
    /// <summary>When it holds, Unix seconds; none: until it is ended.</summary>
    public IReadOnlyList<AlertPeriod>? ActivePeriods { get; init; }

    /// <summary>When to tell riders.</summary>
    public IReadOnlyList<AlertPeriod>? CommunicationPeriods { get; init; }

    /// <summary>When service is affected.</summary>
    public IReadOnlyList<AlertPeriod>? ImpactPeriods { get; init; }

    /// <summary>Whom it concerns.</summary>
    public IReadOnlyList<AlertSelector>? InformedEntities { get; init; }

    /// <summary>GTFS-Realtime's word, such as CONSTRUCTION; none: UNKNOWN_CAUSE.</summary>
    public string? Cause { get; init; }

    /// <summary>The operator's words for it, by language.</summary>
    public IReadOnlyDictionary<string, string>? CauseDetail { get; init; }

    /// <summary>GTFS-Realtime's word, such as DETOUR; none: UNKNOWN_EFFECT.</summary>
    public string? Effect { get; init; }

    /// <summary>The operator's words for it, by language.</summary>
    public IReadOnlyDictionary<string, string>? EffectDetail { get; init; }

    /// <summary>GTFS-Realtime's word: INFO, WARNING, SEVERE; none: UNKNOWN_SEVERITY.</summary>
    public string? SeverityLevel { get; init; }

    /// <summary>A page that says more, by language.</summary>
    public IReadOnlyDictionary<string, string>? Url { get; init; }

    /// <summary>The summary, by language.</summary>
    public IReadOnlyDictionary<string, string>? HeaderText { get; init; }

    /// <summary>The whole, by language.</summary>
    public IReadOnlyDictionary<string, string>? DescriptionText { get; init; }

    /// <summary>The summary for text-to-speech, by language.</summary>
    public IReadOnlyDictionary<string, string>? TtsHeaderText { get; init; }

    /// <summary>The whole for text-to-speech, by language.</summary>
    public IReadOnlyDictionary<string, string>? TtsDescriptionText { get; init; }

    /// <summary>Images.</summary>
    public IReadOnlyList<AlertImage>? Images { get; init; }

    /// <summary>What they show, by language.</summary>
    public IReadOnlyDictionary<string, string>? ImageAlternativeText { get; init; }

    /// <summary>What an operator would have written to get this alert.</summary>
    public static AlertDraft Of(ServiceAlert alert)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return new AlertDraft
        {
            ActivePeriods = ListOf(alert.ActivePeriods),
            CommunicationPeriods = ListOf(alert.CommunicationPeriods),
            ImpactPeriods = ListOf(alert.ImpactPeriods),
            InformedEntities = ListOf(alert.InformedEntities),
            Cause = AlertWords.Of(alert.Cause),
            CauseDetail = TextsOf(alert.CauseDetail),
            Effect = AlertWords.Of(alert.Effect),
            EffectDetail = TextsOf(alert.EffectDetail),
            SeverityLevel = AlertWords.Of(alert.Severity),
            Url = TextsOf(alert.Url),
            HeaderText = TextsOf(alert.Header),
            DescriptionText = TextsOf(alert.Description),
            TtsHeaderText = TextsOf(alert.TtsHeader),
            TtsDescriptionText = TextsOf(alert.TtsDescription),
            Images = ListOf(alert.Images),
            ImageAlternativeText = TextsOf(alert.ImageAlternativeText),
        };
    }

    private static T[]? ListOf<T>(ImmutableArray<T> items) => items.IsEmpty ? null : [.. items];

    private static Dictionary<string, string>? TextsOf(ImmutableArray<AlertText> texts) =>
        texts.IsEmpty ? null : texts.ToDictionary(t => t.Language, t => t.Text, StringComparer.Ordinal);
}
