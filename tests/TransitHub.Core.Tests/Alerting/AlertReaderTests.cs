using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Alerting;

/// <summary>What operators write is held against the static feed and the specification; each mistake is named by its field.</summary>
public sealed class AlertReaderTests
{
    private static readonly Schedule Network = FeedSchedules.Read();

    internal static AlertDraft Valid { get; } = new()
    {
        ActivePeriods = [new AlertPeriod(1_795_400_000, 1_795_403_600)],
        InformedEntities = [new AlertSelector { RouteId = "r1", DirectionId = 0 }, new AlertSelector { StopId = "s1" }],
        Cause = "construction",
        Effect = "DETOUR",
        SeverityLevel = "WARNING",
        HeaderText = new Dictionary<string, string> { ["th"] = "ปิดถนน", ["en"] = "Road closed" },
        DescriptionText = new Dictionary<string, string> { ["th"] = "อ้อมทางซอย 5", ["en"] = "By Soi 5" },
        Url = new Dictionary<string, string> { ["en"] = "https://example.org/1" },
    };

    public static TheoryData<string, AlertDraft> Mistakes => new()
    {
        { "active_periods[0]", Valid with { ActivePeriods = [new AlertPeriod(1_795_400_000, 1_795_400_000)] } },
        { "active_periods[0]", Valid with { ActivePeriods = [new AlertPeriod(null, null)] } },
        { "active_periods[0]", Valid with { ActivePeriods = [new AlertPeriod(1_795_400_000_000, null)] } },
        { "active_periods[1]", Valid with { ActivePeriods = [new AlertPeriod(1_795_400_000, null), new AlertPeriod(1_795_500_000, null)] } },
        { "impact_periods", Valid with { ImpactPeriods = [.. Enumerable.Range(0, 51).Select(i => new AlertPeriod(1_795_400_000 + (i * 10), 1_795_400_005 + (i * 10)))] } },
        { "informed_entities", Valid with { InformedEntities = [] } },
        { "informed_entities", Valid with { InformedEntities = null } },
        { "informed_entities", Valid with { InformedEntities = [.. Enumerable.Repeat(new AlertSelector { StopId = "s1" }, 301)] } },
        { "informed_entities[0]", Valid with { InformedEntities = [new AlertSelector()] } },
        { "informed_entities[0].route_id", Valid with { InformedEntities = [new AlertSelector { RouteId = "r9" }] } },
        { "informed_entities[0].stop_id", Valid with { InformedEntities = [new AlertSelector { StopId = "nowhere" }] } },
        { "informed_entities[0].agency_id", Valid with { InformedEntities = [new AlertSelector { AgencyId = "B" }] } },
        { "informed_entities[0].trip_id", Valid with { InformedEntities = [new AlertSelector { TripId = "nothing" }] } },
        { "informed_entities[0].trip_id", Valid with { InformedEntities = [new AlertSelector { RouteId = "r1", StartDate = "20261123" }] } },
        { "informed_entities[0].route_id", Valid with { InformedEntities = [new AlertSelector { RouteId = "เรือ", TripId = "plain" }] } },
        { "informed_entities[0].start_date", Valid with { InformedEntities = [new AlertSelector { TripId = "plain", StartDate = "23.11." }] } },
        { "informed_entities[0].start_time", Valid with { InformedEntities = [new AlertSelector { TripId = "plain", StartTime = "07:00:00" }] } },
        { "informed_entities[0].direction_id", Valid with { InformedEntities = [new AlertSelector { RouteId = "r1", DirectionId = 2 }] } },
        { "cause", Valid with { Cause = "roadworks" } },
        { "effect", Valid with { Effect = "CHAOS" } },
        { "severity_level", Valid with { SeverityLevel = "3" } },
        { "cause_detail", Valid with { Cause = null, CauseDetail = Valid.HeaderText } },
        { "effect_detail", Valid with { Effect = null, EffectDetail = Valid.HeaderText } },
        { "header_text", Valid with { HeaderText = null } },
        { "header_text", Valid with { HeaderText = new Dictionary<string, string>() } },
        { "header_text.th", Valid with { HeaderText = new Dictionary<string, string> { ["th"] = " " } } },
        { "header_text.thai!", Valid with { DescriptionText = null, HeaderText = new Dictionary<string, string> { ["thai!"] = "x" } } },
        { "header_text.th", Valid with { HeaderText = new Dictionary<string, string> { ["th"] = new string('x', 301) } } },
        { "description_text", Valid with { DescriptionText = new Dictionary<string, string> { ["th"] = "อ้อม" } } },
        { "tts_header_text", Valid with { TtsHeaderText = new Dictionary<string, string> { ["en"] = "road closed" } } },
        { "url.en", Valid with { Url = new Dictionary<string, string> { ["en"] = "javascript:alert(1)" } } },
        { "images[0].url", Valid with { Images = [new AlertImage("a.png", "image/png", null)], ImageAlternativeText = Valid.HeaderText } },
        { "images[0].media_type", Valid with { Images = [new AlertImage("https://example.org/a", "text/html", null)], ImageAlternativeText = Valid.HeaderText } },
        { "image_alternative_text", Valid with { Images = [new AlertImage("https://example.org/a.png", "image/png", null)] } },
    };

    [Fact]
    public void A_right_one_becomes_an_alert_with_its_texts_in_the_order_of_their_languages()
    {
        Assert.Empty(AlertReader.Check(Valid, Network));
        ServiceAlert alert = AlertReader.Read("op-1", Valid);
        Assert.Equal((Alert.Types.Cause.Construction, Alert.Types.Effect.Detour, Alert.Types.SeverityLevel.Warning), (alert.Cause, alert.Effect, alert.Severity));
        Assert.Equal([new AlertText("en", "Road closed"), new AlertText("th", "ปิดถนน")], alert.Header);
        Assert.True(alert.IsActive(1_795_400_000));
        Assert.False(alert.IsActive(1_795_399_999));
        Assert.True(alert.IsOver(1_795_403_600));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Names_the_field_that_is_wrong_and_no_other(string field, AlertDraft draft) =>
        Assert.Equal(field, Assert.Single(AlertReader.Check(draft, Network)).Key);

    [Fact]
    public void Every_word_of_the_specification_is_known()
    {
        Assert.True(AlertWords.TryParse("SPECIAL_EVENT", out Alert.Types.Cause cause) && cause == Alert.Types.Cause.SpecialEvent);
        Assert.Equal("ACCESSIBILITY_ISSUE", AlertWords.Of(Alert.Types.Effect.AccessibilityIssue));
        Assert.All(
            Alert.Descriptor.EnumTypes.SelectMany(e => e.Values).Select(v => v.Name),
            word => Assert.True(AlertWords.TryParse(word, out Alert.Types.Cause _) || AlertWords.TryParse(word, out Alert.Types.Effect _) || AlertWords.TryParse(word, out Alert.Types.SeverityLevel _), word));
    }

    [Fact]
    public void A_book_comes_back_from_its_text_and_bounds_what_it_keeps()
    {
        AlertBook book = AlertBook.Empty.With(new OperatorAlert("op-1", 1, Valid, 10, 10, "noi", null), 10).With(new EpisodeDecision("auto-1", 1, true, Valid, 11, "noi"));
        AlertBook read = AlertBook.Decode(7, book.Encode());
        Assert.Equal((7, 1), (read.Version, read.Alerts.Length));
        Assert.Equal(AlertReader.Read("x", Valid).Header, AlertReader.Read("x", read.Find("op-1")!.Content).Header);
        Assert.True(read.FindDecision("auto-1")!.IsPublished);
        for (int i = 2; i <= AlertBook.MostAlerts; i++)
        {
            book = book.With(new OperatorAlert($"op-{i}", 1, Valid, 10, 10, "noi", i == 2 ? 10 : null), 10);
        }

        Assert.Throws<AlertBookFullException>(() => book.With(new OperatorAlert("op-x", 1, Valid, 20, 20, "noi", null), 20));
        AlertBook later = book.With(new OperatorAlert("op-x", 1, Valid with { ActivePeriods = null }, 20, 20, "noi", null), 11 + AlertBook.EndedKeptSeconds);
        Assert.Null(later.Find("op-2"));
        Assert.Throws<IOException>(() => AlertBook.Decode(1, "{\"form_version\": 9}"));
        Assert.Throws<IOException>(() => AlertBook.Decode(1, "{"));
    }
}
