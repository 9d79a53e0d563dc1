using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Tests.Feeds;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;
using static TransitHub.Core.Tests.Alerting.AlertStates;

#pragma warning disable CS0612 // active_period is deprecated and what most consumers read.

namespace TransitHub.Core.Tests.Alerting;

/// <summary>When automatic alerts come and go, and what riders see of them.</summary>
public sealed class AlertWatchTests
{
    private static readonly AlertOptions Publishing = new AlertOptions().WithPolicy(AlertPolicy.Publish);

    [Fact]
    public void A_condition_is_told_once_it_has_held_for_three_minutes_and_goes_once_it_was_gone_for_five()
    {
        AlertWatch watch = new(new AlertOptions());
        Pass(watch, 0, 170, Late);
        Assert.Empty(watch.Episodes);
        Pass(watch, 180, 180, Late);
        AlertEpisode raised = Assert.Single(watch.Episodes);
        Assert.Equal(($"auto-delays-r1-0-{Noon}", Noon, Noon + 180), (raised.Id, raised.Since, raised.RaisedAt));
        Pass(watch, 190, 480, Punctual);
        Assert.Single(watch.Episodes);
        Pass(watch, 490, 490, Punctual);
        Assert.Empty(watch.Episodes);
    }

    [Fact]
    public void A_break_starts_the_wait_anew_and_a_return_keeps_the_alert()
    {
        AlertWatch watch = new(new AlertOptions());
        Pass(watch, 0, 170, Late);
        Pass(watch, 180, 180, Punctual);
        Pass(watch, 190, 360, Late);
        Assert.Empty(watch.Episodes);
        Pass(watch, 370, 370, Late);
        string id = Assert.Single(watch.Episodes).Id;
        Pass(watch, 380, 600, Punctual);
        Pass(watch, 610, 610, Late);
        Pass(watch, 620, 900, Punctual);
        Assert.Equal(id, Assert.Single(watch.Episodes).Id);
    }

    [Fact]
    public void How_long_is_a_setting()
    {
        AlertWatch watch = new(new AlertOptions { RaiseSeconds = 0, ClearSeconds = 0 });
        Pass(watch, 0, 0, Late);
        Assert.Single(watch.Episodes);
        Pass(watch, 10, 10, Punctual);
        Assert.Empty(watch.Episodes);
    }

    [Fact]
    public void A_silent_feed_makes_no_alert_of_missing_service()
    {
        AlertWatch watch = new(new AlertOptions());
        Pass(watch, 0, 1200, at => new AlertStates(at).Others(50, heardAgo: 200).Missing("plain").Missing("waits").Missing("loop"));
        Assert.Empty(watch.Episodes);
        AlertWatch few = new(new AlertOptions { MinHeardVehicles = 51 });
        Pass(few, 0, 1200, at => new AlertStates(at).Others(50).Missing("plain").Missing("waits").Missing("loop"));
        Assert.Empty(few.Episodes);
        AlertWatch heard = new(new AlertOptions { MinHeardVehicles = 50 });
        Pass(heard, 0, 1200, at => new AlertStates(at).Others(50).Missing("plain").Missing("waits").Missing("loop"));
        Assert.Equal(Alert.Types.Effect.NoService, Assert.Single(heard.Episodes).Alert.Effect);
    }

    [Fact]
    public void An_alert_is_held_while_nobody_is_heard_and_let_go_after_half_an_hour()
    {
        AlertWatch watch = new(new AlertOptions());
        Pass(watch, 0, 180, Late);
        Pass(watch, 190, 1980, at => new AlertStates(at));
        Assert.Single(watch.Episodes);
        Pass(watch, 1990, 1990, at => new AlertStates(at));
        Assert.Empty(watch.Episodes);
    }

    [Fact]
    public void A_kind_that_is_off_is_not_looked_for()
    {
        AlertWatch watch = new(new AlertOptions { Delays = AlertPolicy.Off });
        Pass(watch, 0, 600, Late);
        Assert.Empty(watch.Episodes);
        foreach (AlertKind kind in Enum.GetValues<AlertKind>())
        {
            Assert.Equal(AlertPolicy.Publish, Publishing.PolicyOf(kind));
            Assert.Equal(AlertPolicy.Propose, new AlertOptions().PolicyOf(kind));
        }
    }

    [Fact]
    public void A_restart_keeps_alerts_with_their_ids_and_a_kind_that_was_switched_off_goes()
    {
        AlertWatch watch = new(new AlertOptions());
        Pass(watch, 0, 180, Late);
        byte[] kept = AlertWatch.Encode(watch.Episodes);
        AlertWatch next = new(new AlertOptions());
        next.Restore(AlertWatch.Decode(kept));
        Assert.Equal(watch.Episodes[0].Id, Assert.Single(next.Episodes).Id);
        Pass(next, 300, 300, Late);
        AlertEpisode renewed = Assert.Single(next.Episodes);
        Assert.Equal((watch.Episodes[0].Id, Noon + 300), (renewed.Id, renewed.FoundAt));
        Assert.Equal(watch.Episodes[0].Alert.Header, renewed.Alert.Header);
        AlertWatch without = new(new AlertOptions { Delays = AlertPolicy.Off });
        without.Restore(AlertWatch.Decode(kept));
        Assert.Empty(without.Episodes);
        Assert.Throws<IOException>(() => AlertWatch.Decode("{"u8));
    }

    [Fact]
    public void Riders_see_what_the_policy_or_an_operator_lets_pass()
    {
        AlertWatch watch = new(new AlertOptions());
        Pass(watch, 0, 180, Late);
        string id = watch.Episodes[0].Id;
        AlertBoard proposing = new(new AlertOptions());
        AlertBoard publishing = new(Publishing);
        long now = Noon + 180;
        Assert.Empty(proposing.Compose(AlertBook.Empty, watch.Episodes, [], now));
        Assert.Equal(id, Assert.Single(publishing.Compose(AlertBook.Empty, watch.Episodes, [], now)).Id);
        AlertBook confirmed = AlertBook.Empty.With(new EpisodeDecision(id, 1, true, null, now, "noi"));
        Assert.Equal(id, Assert.Single(proposing.Compose(confirmed, watch.Episodes, [], now)).Id);
        Assert.Empty(publishing.Compose(AlertBook.Empty.With(new EpisodeDecision(id, 1, false, null, now, "noi")), watch.Episodes, [], now));
        AlertBook edited = confirmed.With(new EpisodeDecision(id, 2, true, AlertReaderTests.Valid with { ActivePeriods = null }, now, "noi"));
        Assert.Equal("Road closed", Assert.Single(proposing.Compose(edited, watch.Episodes, [], now)).Header[0].Text);
        Assert.Empty(proposing.Compose(edited, [], [], now));
    }

    [Fact]
    public void An_operators_alert_is_in_the_feed_from_when_it_is_written_until_it_is_over_or_ended()
    {
        AlertBoard board = new(new AlertOptions());
        AlertDraft draft = AlertReaderTests.Valid with { ActivePeriods = [new AlertPeriod(Noon + 100, Noon + 200)] };
        AlertBook book = AlertBook.Empty.With(new OperatorAlert("op-1", 1, draft, Noon, Noon, "noi", null), Noon);
        ImmutableArray<ServiceAlert> scheduled = board.Compose(book, [], [], Noon);
        Assert.Same(Assert.Single(scheduled), Assert.Single(board.Compose(book, [], [], Noon + 199)));
        Assert.Empty(board.Compose(book, [], [], Noon + 200));
        Assert.Empty(board.Compose(book.With(new OperatorAlert("op-1", 2, draft, Noon, Noon + 50, "noi", Noon + 50), Noon + 50), [], [], Noon + 50));
    }

    [Fact]
    public void Another_agencys_alert_is_told_unless_an_operator_dismisses_it_or_says_it_otherwise()
    {
        AlertBoard board = new(new AlertOptions());
        ServiceAlert alert = AlertReader.Read("agency:a", AlertReaderTests.Valid with { ActivePeriods = null }) with { Source = "agency" };
        Assert.Same(alert, Assert.Single(board.Compose(AlertBook.Empty, [], [alert], Noon)));
        Assert.Empty(board.Compose(AlertBook.Empty.With(new EpisodeDecision("agency:a", 1, false, null, Noon, "noi")), [], [alert], Noon));
        AlertDraft draft = AlertReaderTests.Valid with { ActivePeriods = null, HeaderText = new Dictionary<string, string> { ["en"] = "Bridge closed" } };
        ServiceAlert edited = Assert.Single(board.Compose(AlertBook.Empty.With(new EpisodeDecision("agency:a", 2, true, draft, Noon, "noi")), [], [alert], Noon));
        Assert.Equal(("Bridge closed", "agency"), (edited.Header[0].Text, edited.Source));
        Assert.Empty(board.Compose(AlertBook.Empty, [], [alert with { ActivePeriods = [new AlertPeriod(Noon - 9, Noon)] }], Noon));
    }

    [Fact]
    public void What_is_published_of_found_alerts_keeps_the_rules_of_the_feed()
    {
        AlertWatch watch = new(Publishing with { RaiseSeconds = 0 });
        HubSnapshot state = AlertDetectorTests.Late().Crowd("ท่า3", CrowdingLevel.Full).Crowd("s1", CrowdingLevel.Full).State();
        watch.Observe(state);
        ImmutableArray<ServiceAlert> alerts = new AlertBoard(Publishing).Compose(AlertBook.Empty, watch.Episodes, [], Noon);
        FeedMessage feed = new FeedSetEncoder(new FeedOptions()).Encode(state, alerts, Timestamp.FromUnixSeconds(Noon)).Get(FeedKind.Alerts).Decode();
        Assert.Equal(3, feed.Entity.Count);
        Assert.Distinct(feed.Entity.Select(e => e.Id));
        Assert.All(feed.Entity, entity =>
        {
            Assert.NotEmpty(entity.Alert.InformedEntity);
            Assert.All(entity.Alert.InformedEntity, s => Assert.True(s.HasRouteId || s.HasStopId));
            Assert.Equal(["en", "th"], entity.Alert.HeaderText.Translation.Select(t => t.Language));
            Assert.Equal(["en", "th"], entity.Alert.DescriptionText.Translation.Select(t => t.Language));
            Assert.DoesNotContain(entity.Alert.HeaderText.Translation, t => string.IsNullOrWhiteSpace(t.Text) || t.Text.Contains('{', StringComparison.Ordinal));
            TimeRange period = Assert.Single(entity.Alert.ActivePeriod);
            Assert.True(period.Start <= feed.Header.Timestamp && !period.HasEnd);
        });
    }

    private static AlertStates Late(long at) => AlertDetectorTests.Late(at);

    private static AlertStates Punctual(long at) => new AlertStates(at).Others(3);

    private static void Pass(AlertWatch watch, long from, long to, Func<long, AlertStates> make)
    {
        for (long at = from; at <= to; at += 10)
        {
            watch.Observe(make(Noon + at).State());
        }
    }
}
