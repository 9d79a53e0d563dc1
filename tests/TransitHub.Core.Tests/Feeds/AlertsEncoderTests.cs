using System.Collections.Immutable;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Protocol.GtfsRealtime;

#pragma warning disable CS0612 // active_period is deprecated and what most consumers read.

namespace TransitHub.Core.Tests.Feeds;

/// <summary>Alerts as other decoders read them.</summary>
public sealed class AlertsEncoderTests
{
    private static readonly Schedule Network = FeedSchedules.Read();
    private static readonly Timestamp Start = Timestamp.FromUnixSeconds(1_795_400_000L);

    [Fact]
    public void An_alert_with_every_field_is_the_message_that_Google_Protobuf_writes()
    {
        FeedBytes feed = Encode(Full());
        FeedMessage decoded = feed.Decode();
        FeedEntity expected = new()
        {
            Id = "op-1",
            Alert = new Alert
            {
                ActivePeriod = { new TimeRange { Start = 1_795_400_000, End = 1_795_403_600 }, new TimeRange { Start = 1_795_410_000 } },
                CommunicationPeriod = { new TimeRange { Start = 1_795_390_000 } },
                ImpactPeriod = { new TimeRange { End = 1_795_403_600 } },
                InformedEntity =
                {
                    new EntitySelector { AgencyId = "A" },
                    new EntitySelector { RouteId = "r1", DirectionId = 1, StopId = "ท่า3" },
                    new EntitySelector { RouteType = 4 },
                    new EntitySelector { Trip = new TripDescriptor { TripId = "headway-ก", StartDate = "20261123", StartTime = "07:00:00", ScheduleRelationship = TripDescriptor.Types.ScheduleRelationship.Unscheduled } },
                },
                Cause = Alert.Types.Cause.SpecialEvent,
                Effect = Alert.Types.Effect.Detour,
                SeverityLevel = Alert.Types.SeverityLevel.Severe,
                Url = Translated(("en", "https://example.org/en")),
                HeaderText = Translated(("en", "Detour"), ("th", "ทางเบี่ยง")),
                DescriptionText = Translated(("en", new string('x', 3000)), ("th", "ยาว")),
                TtsHeaderText = Translated(("en", "Dee tour")),
                TtsDescriptionText = Translated(("en", "long")),
                Image = new TranslatedImage { LocalizedImage = { new TranslatedImage.Types.LocalizedImage { Url = "https://example.org/a.png", MediaType = "image/png", Language = "th" } } },
                ImageAlternativeText = Translated(("en", "a map")),
                CauseDetail = Translated(("en", "a parade")),
                EffectDetail = Translated(("th", "อ้อม")),
            },
        };
        Assert.Equal(expected, Assert.Single(decoded.Entity));
        Assert.True(feed.Protobuf.Bytes.Span.SequenceEqual(Google.Protobuf.MessageExtensions.ToByteArray(decoded)));
    }

    [Fact]
    public void What_the_static_feed_does_not_have_is_left_out_and_an_alert_of_nothing_else_is_none()
    {
        ServiceAlert alert = Full() with { InformedEntities = [new AlertSelector { RouteId = "gone" }, new AlertSelector { StopId = "s1" }] };
        Assert.Equal("s1", Assert.Single(Assert.Single(Encode(alert).Decode().Entity).Alert.InformedEntity).StopId);
        Assert.Empty(Encode(alert with { InformedEntities = [new AlertSelector { RouteId = "gone", StopId = "s1" }] }).Decode().Entity);
        Assert.Empty(Encode(alert with { InformedEntities = [new AlertSelector { DirectionId = 1 }] }).Decode().Entity);
    }

    [Fact]
    public void An_alert_that_stays_the_same_makes_no_new_feed_and_one_that_goes_does()
    {
        FeedSetEncoder encoder = new(new FeedOptions());
        HubSnapshot state = HubSnapshot.Empty(FeedId.Parse("city"), Network, Start);
        ImmutableArray<ServiceAlert> alerts = [Full()];
        FeedBytes first = encoder.Encode(state, alerts, Start).Get(FeedKind.Alerts);
        Assert.Same(first, encoder.Encode(state, alerts, Start.AddSeconds(5)).Get(FeedKind.Alerts, FeedCut.Google));
        Assert.Empty(encoder.Encode(state, [], Start.AddSeconds(6)).Get(FeedKind.Alerts).Decode().Entity);
    }

    internal static ServiceAlert Full() => new()
    {
        Id = "op-1",
        ActivePeriods = [new AlertPeriod(1_795_400_000, 1_795_403_600), new AlertPeriod(1_795_410_000, null)],
        CommunicationPeriods = [new AlertPeriod(1_795_390_000, null)],
        ImpactPeriods = [new AlertPeriod(null, 1_795_403_600)],
        InformedEntities =
        [
            new AlertSelector { AgencyId = "A" },
            new AlertSelector { RouteId = "r1", DirectionId = 1, StopId = "ท่า3" },
            new AlertSelector { RouteType = 4 },
            new AlertSelector { TripId = "headway-ก", StartDate = "20261123", StartTime = "07:00:00" },
        ],
        Cause = Alert.Types.Cause.SpecialEvent,
        Effect = Alert.Types.Effect.Detour,
        Severity = Alert.Types.SeverityLevel.Severe,
        Url = [new AlertText("en", "https://example.org/en")],
        Header = [new AlertText("en", "Detour"), new AlertText("th", "ทางเบี่ยง")],
        Description = [new AlertText("en", new string('x', 3000)), new AlertText("th", "ยาว")],
        TtsHeader = [new AlertText("en", "Dee tour")],
        TtsDescription = [new AlertText("en", "long")],
        Images = [new AlertImage("https://example.org/a.png", "image/png", "th")],
        ImageAlternativeText = [new AlertText("en", "a map")],
        CauseDetail = [new AlertText("en", "a parade")],
        EffectDetail = [new AlertText("th", "อ้อม")],
    };

    private static FeedBytes Encode(ServiceAlert alert) =>
        new FeedSetEncoder(new FeedOptions()).Encode(HubSnapshot.Empty(FeedId.Parse("city"), Network, Start), [alert], Start).Get(FeedKind.Alerts);

    private static TranslatedString Translated(params (string Language, string Text)[] texts) =>
        new() { Translation = { texts.Select(t => new TranslatedString.Types.Translation { Language = t.Language, Text = t.Text }) } };
}
