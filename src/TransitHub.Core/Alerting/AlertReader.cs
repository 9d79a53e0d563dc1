using System.Collections.Immutable;
using System.Text.RegularExpressions;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Alerting;

/// <summary>Checks what an operator wrote, and makes an alert of it.</summary>
public static partial class AlertReader
{
    /// <summary>Periods of one kind: a closure of every night of a month fits.</summary>
    public const int MostPeriods = 50;

    /// <summary>Whom one alert may name: all stops of a long line, both ways.</summary>
    public const int MostSelectors = 300;

    /// <summary>Languages of a text.</summary>
    public const int MostLanguages = 8;

    /// <summary>Characters of a header, which is one line.</summary>
    public const int LongestHeader = 300;

    /// <summary>Characters of a description.</summary>
    public const int LongestDescription = 4000;

    private const int MostImages = 10;
    private const int LongestUrl = 2000;

    /// <summary>Whatever lies before 2000 or after 2100 is in another unit.</summary>
    private const long EarliestSecond = 946_684_800;
    private const long LatestSecond = 4_102_444_800;

    /// <summary>What is wrong: each field with its sentences; empty when all is well.</summary>
    public static IReadOnlyDictionary<string, string[]> Check(AlertDraft draft, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(schedule);
        Complaints wrong = new();
        CheckPeriods(wrong, "active_periods", draft.ActivePeriods);
        CheckPeriods(wrong, "communication_periods", draft.CommunicationPeriods);
        CheckPeriods(wrong, "impact_periods", draft.ImpactPeriods);
        CheckSelectors(wrong, draft.InformedEntities, schedule);
        wrong.Require(AlertWords.TryParse(draft.Cause, out Alert.Types.Cause cause), "cause", AlertWords.Known<Alert.Types.Cause>());
        wrong.Require(AlertWords.TryParse(draft.Effect, out Alert.Types.Effect effect), "effect", AlertWords.Known<Alert.Types.Effect>());
        wrong.Require(AlertWords.TryParse(draft.SeverityLevel, out Alert.Types.SeverityLevel _), "severity_level", AlertWords.Known<Alert.Types.SeverityLevel>());
        wrong.Require(draft.CauseDetail is null || cause != Alert.Types.Cause.UnknownCause, "cause_detail", "needs a cause.");
        wrong.Require(draft.EffectDetail is null || effect != Alert.Types.Effect.UnknownEffect, "effect_detail", "needs an effect.");
        CheckTexts(wrong, draft);
        CheckImages(wrong, draft);
        return wrong.ByField();
    }

    /// <summary>The alert; of a draft that <see cref="Check"/> found nothing wrong with.</summary>
    public static ServiceAlert Read(string id, AlertDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new ServiceAlert
        {
            Id = id,
            ActivePeriods = [.. draft.ActivePeriods ?? []],
            CommunicationPeriods = [.. draft.CommunicationPeriods ?? []],
            ImpactPeriods = [.. draft.ImpactPeriods ?? []],
            InformedEntities = [.. draft.InformedEntities ?? []],
            Cause = AlertWords.Parse<Alert.Types.Cause>(draft.Cause),
            Effect = AlertWords.Parse<Alert.Types.Effect>(draft.Effect),
            Severity = AlertWords.Parse<Alert.Types.SeverityLevel>(draft.SeverityLevel),
            CauseDetail = Texts(draft.CauseDetail),
            EffectDetail = Texts(draft.EffectDetail),
            Url = Texts(draft.Url),
            Header = Texts(draft.HeaderText),
            Description = Texts(draft.DescriptionText),
            TtsHeader = Texts(draft.TtsHeaderText),
            TtsDescription = Texts(draft.TtsDescriptionText),
            Images = [.. draft.Images ?? []],
            ImageAlternativeText = Texts(draft.ImageAlternativeText),
        };
    }

    private static ImmutableArray<AlertText> Texts(IReadOnlyDictionary<string, string>? texts) =>
        [.. (texts ?? ImmutableDictionary<string, string>.Empty).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => new AlertText(t.Key, t.Value))];

    private static void CheckPeriods(Complaints wrong, string field, IReadOnlyList<AlertPeriod>? periods)
    {
        wrong.Require(periods is null || periods.Count <= MostPeriods, field, $"has {periods?.Count} periods; at most {MostPeriods}.");
        long before = long.MinValue;
        foreach ((AlertPeriod period, int i) in (periods ?? []).Take(MostPeriods).Select((p, i) => (p, i)))
        {
            string at = $"{field}[{i}]";
            wrong.Require(period is { Start: not null } or { End: not null }, at, "has neither start nor end: leave it out for an alert without bounds.");
            wrong.Require(IsTime(period.Start) && IsTime(period.End), at, "start and end are Unix seconds, from the year 2000 to 2100.");
            wrong.Require(!(period.End <= period.Start), at, "end must be later than start.");
            wrong.Require((period.Start ?? long.MinValue) >= before, at, "begins before the period in front of it has ended: put periods in order, without overlaps.");
            before = period.End ?? long.MaxValue;
        }
    }

    private static bool IsTime(long? second) => second is null or (>= EarliestSecond and <= LatestSecond);

    private static void CheckSelectors(Complaints wrong, IReadOnlyList<AlertSelector>? selectors, Schedule schedule)
    {
        const string Field = "informed_entities";
        wrong.Require(selectors is { Count: > 0 }, Field, "is needed: say whom it concerns, at least an agency_id.");
        wrong.Require(selectors is null || selectors.Count <= MostSelectors, Field, $"has {selectors?.Count} entries; at most {MostSelectors}.");
        foreach ((AlertSelector selector, int i) in (selectors ?? []).Take(MostSelectors).Select((s, i) => (s, i)))
        {
            foreach ((string part, string problem) in SelectorRules.FindProblems(schedule, selector))
            {
                wrong.Add(part.Length == 0 ? $"{Field}[{i}]" : $"{Field}[{i}].{part}", problem);
            }
        }
    }

    private static void CheckTexts(Complaints wrong, AlertDraft draft)
    {
        wrong.Require(draft.HeaderText is { Count: > 0 }, "header_text", "is needed, as an object of texts by language: {\"th\": \"…\", \"en\": \"…\"}.");
        CheckText(wrong, "header_text", draft.HeaderText, null, LongestHeader);
        CheckText(wrong, "description_text", draft.DescriptionText, draft.HeaderText, LongestDescription);
        CheckText(wrong, "tts_header_text", draft.TtsHeaderText, draft.HeaderText, LongestHeader);
        CheckText(wrong, "tts_description_text", draft.TtsDescriptionText, draft.DescriptionText, LongestDescription);
        CheckText(wrong, "cause_detail", draft.CauseDetail, draft.HeaderText, LongestHeader);
        CheckText(wrong, "effect_detail", draft.EffectDetail, draft.HeaderText, LongestHeader);
        CheckText(wrong, "image_alternative_text", draft.ImageAlternativeText, draft.HeaderText, LongestHeader);
        CheckText(wrong, "url", draft.Url, null, LongestUrl);
        foreach ((string language, string url) in draft.Url ?? ImmutableDictionary<string, string>.Empty)
        {
            wrong.Require(IsWebAddress(url), $"url.{language}", "must begin with http:// or https:// and name a host.");
        }
    }

    /// <param name="wrong">Takes what is wrong.</param>
    /// <param name="field">The field.</param>
    /// <param name="texts">By language; null: not given.</param>
    /// <param name="beside">What riders read with it, whose languages it must have; null: any.</param>
    /// <param name="longest">Characters.</param>
    private static void CheckText(
        Complaints wrong, string field, IReadOnlyDictionary<string, string>? texts, IReadOnlyDictionary<string, string>? beside, int longest)
    {
        if (texts is null)
        {
            return;
        }

        wrong.Require(texts.Count is >= 1 and <= MostLanguages, field, $"has {texts.Count} languages; 1 to {MostLanguages}, or leave the field out.");
        foreach ((string language, string text) in texts.Take(MostLanguages))
        {
            wrong.Require(LanguageTag().IsMatch(language), $"{field}.{language}", "is no language tag, such as th, en or zh-Hant.");
            wrong.Require(!string.IsNullOrWhiteSpace(text), $"{field}.{language}", "is empty.");
            wrong.Require((text ?? string.Empty).Length <= longest, $"{field}.{language}", $"has {text?.Length} characters; at most {longest}.");
        }

        foreach (string missing in (beside?.Keys ?? []).Where(l => !texts.ContainsKey(l)))
        {
            wrong.Add(field, $"lacks the language '{missing}', which the text beside it has.");
        }
    }

    private static void CheckImages(Complaints wrong, AlertDraft draft)
    {
        IReadOnlyList<AlertImage> images = draft.Images ?? [];
        wrong.Require(images.Count <= MostImages, "images", $"has {images.Count} entries; at most {MostImages}.");
        wrong.Require(images.Count == 0 || draft.ImageAlternativeText is not null, "image_alternative_text", "is needed with images, for who cannot see them.");
        wrong.Require(
            images.Select(i => i.Language ?? string.Empty).Distinct(StringComparer.OrdinalIgnoreCase).Count() == images.Count, "images", "has two images of one language.");
        foreach ((AlertImage image, int i) in images.Take(MostImages).Select((image, i) => (image, i)))
        {
            wrong.Require(IsWebAddress(image.Url), $"images[{i}].url", "must begin with http:// or https:// and name a host.");
            wrong.Require(MediaType().IsMatch(image.MediaType ?? string.Empty), $"images[{i}].media_type", "must be a media type such as image/png.");
            wrong.Require(image.Language is null || LanguageTag().IsMatch(image.Language), $"images[{i}].language", "is no language tag, such as th, en or zh-Hant.");
        }
    }

    /// <summary>Whether it is a whole address of the web.</summary>
    internal static bool IsWebAddress(string? text) =>
        text is { Length: <= LongestUrl } && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.Host.Length > 0;

    /// <summary>Whether it is a language tag (BCP 47).</summary>
    internal static bool IsLanguage(string text) => LanguageTag().IsMatch(text);

    /// <summary>Whether it is the media type of an image.</summary>
    internal static bool IsImageType(string text) => MediaType().IsMatch(text);

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();

    [GeneratedRegex("^image/[a-z0-9.+-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex MediaType();
}
