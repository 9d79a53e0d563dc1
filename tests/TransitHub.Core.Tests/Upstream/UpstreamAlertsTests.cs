using System.Collections.Immutable;
using Google.Protobuf;
using TransitHub.Core.Conformance;
using TransitHub.Core.Feeds;
using TransitHub.Core.Fusion;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Fusion;
using TransitHub.Core.Upstream;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Upstream;

/// <summary>What riders see of other agencies' alerts.</summary>
public sealed class UpstreamAlertsTests
{
    private readonly StreetScene scene = new StreetScene().Trip("T", "08:00:00", [0, 1, 2]).Trip("H", "07:00:00", [0, 1, 2]).EverySeconds("H", "07:00:00", "10:00:00", 600);

    [Fact]
    public void An_alert_passes_with_all_that_it_says_under_an_id_of_its_own()
    {
        FeedEntity told = ToldAlert.Entity("a1", "route R+direction 0", "trip T", "stop S1", "agency X").WithPeriods((UpdateTextAt("07:00:00"), UpdateTextAt("09:00:00")));
        told.Alert.Url = ToldAlert.Texts(("en", "https://example.org/a1"));
        told.Alert.CauseDetail = ToldAlert.Texts(("en", "Water main"), ("th", "ท่อประปา"));
        told.Alert.Image = new TranslatedImage();
        told.Alert.Image.LocalizedImage.Add(new TranslatedImage.Types.LocalizedImage { Url = "https://example.org/map.png", MediaType = "image/PNG", Language = "en" });
        told.Alert.ImageAlternativeText = ToldAlert.Texts(("en", "A map"));
        this.Tell("agency", "08:00:00", told);

        HubSnapshot state = this.scene.Snapshot("08:00:01");
        ServiceAlert alert = Assert.Single(state.UpstreamAlerts);
        Assert.Equal(("agency:a1", "agency", Alert.Types.Cause.Construction, Alert.Types.Effect.Detour), (alert.Id, alert.Source, alert.Cause, alert.Effect));
        Assert.Equal([new AlertPeriod(StreetScene.Unix("07:00:00"), StreetScene.Unix("09:00:00"))], alert.ActivePeriods);
        Assert.Equal(
            [new AlertSelector { RouteId = "R", DirectionId = 0 }, new AlertSelector { TripId = "T" }, new AlertSelector { StopId = "S1" }, new AlertSelector { AgencyId = "X" }],
            alert.InformedEntities);
        Assert.Equal([new AlertText("en", "Road closed"), new AlertText("th", "ปิดถนน")], alert.Header);
        Assert.Equal([new AlertImage("https://example.org/map.png", "image/png", "en")], alert.Images);
        Assert.DoesNotContain(this.scene.Ledger.List(), r => r.Value > 0);
        Assert.Same(alert, Assert.Single(this.scene.Snapshot("08:00:02").UpstreamAlerts));
        FeedEntity published = Assert.Single(this.Published("08:00:03"));
        Assert.Equal((told.Alert.CauseDetail, told.Alert.HeaderText), (published.Alert.CauseDetail, published.Alert.HeaderText));
    }

    [Fact]
    public void Whom_we_do_not_have_is_left_out_and_an_alert_for_nobody_else_with_it()
    {
        this.Tell("agency", "08:00:00", ToldAlert.Entity("a", "route R", "route X9", "stop Z", "trip N", "stop S1+route X9", "agency other"), ToldAlert.Entity("b", "route X9"));
        Assert.Equal([new AlertSelector { RouteId = "R" }], Assert.Single(this.scene.Snapshot("08:00:01").UpstreamAlerts).InformedEntities);
        Assert.Equal((2, 1), (this.Count(RejectionReason.AlertSelectorUnknown), this.Count(RejectionReason.AlertOfNothing)));
        Assert.Contains("X9", this.scene.Ledger.SamplesOf(RejectionReason.AlertSelectorUnknown)[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_in_another_spelling_are_ours_and_what_does_not_belong_together_is_put_right()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { StripPrefixes = ["1_"] } };
        this.Tell("agency", "08:00:00", ToldAlert.Entity("a", "route 1_R", "stop S1+direction 1", "agency other+stop S2", "trip H+start 07:10:00", "trip H+start 23:00:00"));
        Assert.Equal(
            [
                new AlertSelector { RouteId = "R" }, new AlertSelector { StopId = "S1" }, new AlertSelector { StopId = "S2" },
                new AlertSelector { TripId = "H", StartTime = "07:10:00" }, new AlertSelector { TripId = "H" },
            ],
            Assert.Single(this.scene.Snapshot("08:00:01").UpstreamAlerts).InformedEntities);
        Assert.Equal(1, this.Count(RejectionReason.AlertSelectorCorrected));
    }

    [Fact]
    public void Two_agencies_may_use_one_id()
    {
        this.Tell("one", "08:00:00", ToldAlert.Entity("a", "route R"));
        this.Tell("two", "08:00:00", ToldAlert.Entity("a", "stop S1"));
        Assert.Equal(["one:a", "two:a"], this.scene.Snapshot("08:00:01").UpstreamAlerts.Select(a => a.Id));
        this.Tell("one", "08:00:02", new FeedEntity { Id = "a", IsDeleted = true });
        Assert.Equal(["two:a"], this.scene.Snapshot("08:00:03").UpstreamAlerts.Select(a => a.Id));
    }

    [Fact]
    public void What_the_agency_has_no_more_when_it_is_asked_anew_is_gone()
    {
        this.Tell("agency", "08:00:00", ToldAlert.Entity("a", "route R"), ToldAlert.Entity("b", "route R"), UpdateText.Entity("T", "S1 arr +60"));
        this.Tell("other", "08:00:00", ToldAlert.Entity("a", "route R"));
        this.Tell("agency", "08:01:00", ToldAlert.Entity("b", "route R"), new FeedEntity { Id = string.Empty, IsDeleted = true });
        HubSnapshot state = this.scene.Snapshot("08:01:01");
        Assert.Equal(["agency:b", "other:a"], state.UpstreamAlerts.Select(a => a.Id));
        Assert.Empty(state.Trips);
    }

    [Fact]
    public void One_that_its_agency_does_not_renew_goes_when_the_operator_says_and_the_reason_is_told()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { AlertStaleSeconds = 600 } };
        this.Tell("agency", "08:00:00", ToldAlert.Entity("a", "route R"));
        this.Tell("agency", "08:05:00", ToldAlert.Entity("a", "route R"));
        Assert.Single(this.scene.Snapshot("08:15:00").UpstreamAlerts);
        Assert.Empty(this.scene.Snapshot("08:15:01").UpstreamAlerts);
        Assert.Contains("AlertStaleSeconds", Assert.Single(this.scene.Ledger.SamplesOf(RejectionReason.AlertStale)).Detail, StringComparison.Ordinal);
        this.Tell("agency", "08:16:00", TimeSpan.FromSeconds(601), ToldAlert.Entity("a", "route R"));
        Assert.Empty(this.scene.Snapshot("08:16:01").UpstreamAlerts);
        Assert.Equal(2, this.Count(RejectionReason.AlertStale));
    }

    [Fact]
    public void More_than_the_bound_are_refused()
    {
        this.scene.Options = new FusionOptions { Upstream = new UpstreamOptions { MaxAlerts = 1 } };
        this.Tell("agency", "08:00:00", ToldAlert.Entity("a", "route R"), ToldAlert.Entity("b", "route R"));
        Assert.Equal("agency:a", Assert.Single(this.scene.Snapshot("08:00:01").UpstreamAlerts).Id);
        Assert.Equal(1, this.Count(RejectionReason.TooManyAlerts));
    }

    [Fact]
    public void Periods_are_put_in_order_joined_and_left_open_where_they_end_beyond_all_time()
    {
        this.Tell(
            "agency", "08:00:00",
            ToldAlert.Entity("a", "route R").WithPeriods((1_772_500_000, 1_772_500_900), (1_772_400_000, 1_772_450_000), (1_772_440_000, 1_772_460_000), (1_772_490_000, 1_772_480_000)),
            ToldAlert.Entity("b", "route R").WithPeriods((0, 32_503_680_000)),
            ToldAlert.Entity("c", "route R").WithPeriods((1_772_500_000_000, 1_772_500_900_000)));
        ImmutableArray<ServiceAlert> alerts = this.scene.Snapshot("08:00:01").UpstreamAlerts;
        Assert.Equal(["agency:a", "agency:b"], alerts.Select(a => a.Id));
        Assert.Equal([new AlertPeriod(1_772_400_000, 1_772_460_000), new AlertPeriod(1_772_500_000, 1_772_500_900)], alerts[0].ActivePeriods);
        Assert.Empty(alerts[1].ActivePeriods);
        Assert.Equal((3, 1), (this.Count(RejectionReason.AlertPeriodCorrected), this.Count(RejectionReason.AlertPeriodImplausible)));
    }

    [Fact]
    public void Each_language_stands_once_and_an_alert_has_header_and_description()
    {
        FeedEntity a = ToldAlert.Entity("a", "route R");
        a.Alert.HeaderText = ToldAlert.Texts(("", "Closed"), ("EN_us", "Shut"), ("en-US", "Locked"), ("th", " "));
        a.Alert.DescriptionText = null;
        FeedEntity b = ToldAlert.Entity("b", "route R");
        b.Alert.HeaderText = null;
        b.Alert.DescriptionText = ToldAlert.Texts(("en", string.Join(' ', Enumerable.Repeat("word", 100))));
        b.Alert.Url = ToldAlert.Texts(("en", "example"));
        b.Alert.ImageAlternativeText = ToldAlert.Texts(("en", "of nothing"));
        b.Alert.Cause = (Alert.Types.Cause)99;
        FeedEntity c = ToldAlert.Entity("c", "route R");
        (c.Alert.HeaderText, c.Alert.DescriptionText) = (ToldAlert.Texts(("en", "")), null);
        this.Tell("agency", "08:00:00", a, b, c);

        ImmutableArray<ServiceAlert> alerts = this.scene.Snapshot("08:00:01").UpstreamAlerts;
        Assert.Equal(["agency:a", "agency:b"], alerts.Select(x => x.Id));
        Assert.Equal(["Shut", "Closed"], alerts[0].Header.Select(t => t.Text));
        Assert.Equal(alerts[0].Header, alerts[0].Description);
        Assert.Equal(120, alerts[1].Header[0].Text.Length);
        Assert.Equal((0, 0, Alert.Types.Cause.UnknownCause), (alerts[1].Url.Length, alerts[1].ImageAlternativeText.Length, alerts[1].Cause));
        Assert.Equal(
            (2, 1, 1, 1, 1),
            (this.Count(RejectionReason.AlertTextLeftOut), this.Count(RejectionReason.AlertLinkLeftOut), this.Count(RejectionReason.AlertIncomplete), this.Count(RejectionReason.AlertWordUnknown),
                this.scene.Ledger.SamplesOf(RejectionReason.AlertTextFilled).Count(s => s.Detail.Contains("beginning", StringComparison.Ordinal))));
    }

    [Fact]
    public void Damaged_alerts_never_throw_and_what_is_published_of_them_is_faultless()
    {
        FeedEntity full = ToldAlert.Entity("a1", "route R+direction 0", "trip T", "stop S1", "agency X", "trip H+start 07:10:00").WithPeriods((UpdateTextAt("07:00:00"), UpdateTextAt("12:00:00")));
        full.Alert.Url = ToldAlert.Texts(("en", "https://example.org/a1"));
        full.Alert.TtsHeaderText = ToldAlert.Texts(("en", "Road closed"));
        full.Alert.EffectDetail = ToldAlert.Texts(("en", "Round the block"));
        full.Alert.Image = new TranslatedImage();
        full.Alert.Image.LocalizedImage.Add(new TranslatedImage.Types.LocalizedImage { Url = "https://example.org/map.png", MediaType = "image/png", Language = "en" });
        full.Alert.ImageAlternativeText = ToldAlert.Texts(("en", "A map"));
        byte[][] whole = [full.ToByteArray(), ToldAlert.Entity("a2", "stop S2").ToByteArray(), ToldAlert.Entity("a1", "route R").WithPeriods((0, 9)).ToByteArray()];
        var mutator = new RealtimeMutator(whole, seed: 3);
        var encoder = new FeedSetEncoder(new FeedOptions { RefreshSeconds = 1, MinIntervalSeconds = 1 });
        int published = 0;
        for (int i = 0; i < 3000; i++)
        {
            FusionPipeline pipeline = this.scene.NewPipeline();
            pipeline.Process(new UpstreamEntity { Device = DeviceId.Parse("agency"), ReceivedAt = StreetScene.At("08:00:01"), MeasuredAt = StreetScene.At("08:00:00"), Entity = mutator.Next() });
            HubSnapshot state = pipeline.TakeSnapshot(StreetScene.At("08:00:02"));
            ReadOnlyMemory<byte> bytes = encoder.Encode(state, state.UpstreamAlerts, StreetScene.At("08:00:02").AddSeconds(2 * i)).Get(FeedKind.Alerts).Protobuf.Bytes;
            RealtimeFindings findings = new RealtimeValidator(this.scene.Schedule).Check(StreetScene.At("08:00:02").AddSeconds(2 * i).UnixMilliseconds, [RealtimeFeed.Decode("alerts", bytes)]);
            Assert.True(findings.Errors == 0 && findings.Warnings == 0, $"{i}: {string.Join("; ", findings.Notices)}");
            published += state.UpstreamAlerts.Length;
        }

        Assert.InRange(published, 300, 3000);
    }

    private static ulong UpdateTextAt(string time) => (ulong)StreetScene.Unix(time);

    private int Count(RejectionReason reason) => (int)this.scene.Ledger.CountOf(reason);

    private List<FeedEntity> Published(string time)
    {
        HubSnapshot state = this.scene.Snapshot(time);
        ReadOnlyMemory<byte> bytes = new FeedSetEncoder(new FeedOptions()).Encode(state, state.UpstreamAlerts, state.CreatedAt).Get(FeedKind.Alerts).Protobuf.Bytes;
        RealtimeFindings findings = new RealtimeValidator(this.scene.Schedule).Check(state.CreatedAt.UnixMilliseconds, [RealtimeFeed.Decode("alerts", bytes)]);
        Assert.True(findings.Errors == 0 && findings.Warnings == 0, string.Join("; ", findings.Notices));
        return [.. FeedMessage.Parser.ParseFrom(bytes.Span).Entity];
    }

    private void Tell(string source, string time, params FeedEntity[] entities) => this.Tell(source, time, TimeSpan.Zero, entities);

    private void Tell(string source, string time, TimeSpan age, params FeedEntity[] entities)
    {
        foreach (FeedEntity entity in entities)
        {
            this.scene.Pipeline.Process(new UpstreamEntity
            {
                Device = DeviceId.Parse(source),
                ReceivedAt = StreetScene.At(time),
                MeasuredAt = StreetScene.At(time).AddSeconds(-age.TotalSeconds),
                Entity = entity.ToByteArray(),
            });
        }
    }
}
