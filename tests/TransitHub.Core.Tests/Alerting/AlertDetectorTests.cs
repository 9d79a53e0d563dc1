using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.GtfsRealtime;
using static TransitHub.Core.Tests.Alerting.AlertStates;

namespace TransitHub.Core.Tests.Alerting;

/// <summary>What each detector finds in a state, and how each of its settings changes that.</summary>
public sealed class AlertDetectorTests
{
    private const string Boat = "headway-ก";
    private const int H = 43_200;

    [Fact]
    public void Vehicles_close_behind_each_other_are_bunched_in_pairs()
    {
        HubSnapshot state = Bunched().State();
        AlertFinding finding = Find(new BunchingDetector(new AlertOptions()), state);
        Assert.Equal(("เรือ-1", Alert.Types.Effect.OtherEffect), (finding.Key, finding.Effect));
        Assert.Equal(new AlertSelector { RouteId = "เรือ", DirectionId = 1 }, Assert.Single(finding.InformedEntities));
        Assert.Equal([2, 20, 600], finding.Figures.Select(f => f.Value));
        Assert.Equal(3, finding.Runs.Length);
        Assert.Contains("headway-ก|20261123|12:00:00", finding.Runs);
        Assert.Equal(["Line 2: irregular intervals", "สาย 2: เรือมาไม่สม่ำเสมอ"], finding.Header.Select(t => t.Text));
    }

    [Fact]
    public void How_close_and_how_many_pairs_are_settings()
    {
        HubSnapshot state = Bunched().State();
        Assert.Empty(new BunchingDetector(new AlertOptions { BunchedPairs = 3 }).Find(state));
        Assert.Empty(new BunchingDetector(new AlertOptions { BunchedShare = 0.06 }).Find(state));
        Assert.Single(new BunchingDetector(new AlertOptions { BunchedShare = 0.06, BunchedPairs = 1 }).Find(state));
    }

    [Fact]
    public void A_vehicle_that_was_not_heard_for_two_minutes_makes_no_pair() =>
        Assert.Empty(new BunchingDetector(new AlertOptions()).Find(
            new AlertStates(Noon).Run(Boat, H, left: 1, leftAgo: 30).Run(Boat, H + 60, left: 0, leftAgo: 60, nextIn: 20, heardAgo: 121).Run(Boat, H + 120, left: 0, leftAgo: 40).State()));

    [Fact]
    public void Far_longer_than_the_headway_between_two_vehicles_is_a_long_gap()
    {
        HubSnapshot state = new AlertStates(Noon).Run(Boat, H, left: 1, leftAgo: 1500).Run(Boat, H + 1800, left: 0, leftAgo: 100, nextIn: 300).State();
        AlertFinding finding = Find(new LongGapDetector(new AlertOptions()), state);
        Assert.Equal(Alert.Types.Effect.SignificantDelays, finding.Effect);
        Assert.Equal([1800, 600], finding.Figures.Select(f => f.Value));
        Assert.Contains("30 minutes", finding.Description[0].Text, StringComparison.Ordinal);
        Assert.Contains("30 นาที", finding.Description[1].Text, StringComparison.Ordinal);
        Assert.Empty(new LongGapDetector(new AlertOptions { LongGapRatio = 3.1 }).Find(state));
        Assert.Empty(new LongGapDetector(new AlertOptions { LongGapExtraSeconds = 1201 }).Find(state));
    }

    [Fact]
    public void Many_late_runs_of_a_line_are_delays()
    {
        HubSnapshot state = Late().State();
        AlertFinding finding = Find(new DelaysDetector(new AlertOptions()), state);
        Assert.Equal("r1-0", finding.Key);
        Assert.Equal([3, 3, 800], finding.Figures.Select(f => f.Value));
        Assert.Equal("Delays of about 15 minutes on line 1.", finding.Description[0].Text);
        Assert.Empty(new DelaysDetector(new AlertOptions { LateRuns = 4 }).Find(state));
        Assert.Empty(new DelaysDetector(new AlertOptions { LateSeconds = 701 }).Find(state));
        Assert.Single(new DelaysDetector(new AlertOptions { LateSeconds = 701, LateRuns = 2 }).Find(state));
        Assert.Empty(new DelaysDetector(new AlertOptions { LateSeconds = 701, LateRuns = 2, LateShare = 0.7 }).Find(state));
    }

    [Fact]
    public void Runs_that_do_not_run_are_no_service_where_none_runs_and_reduced_service_where_some_do()
    {
        AlertStates missing = new AlertStates(Noon).Others(3).Missing("plain").Missing("waits").Missing("loop");
        AlertFinding none = Find(new NoServiceDetector(new AlertOptions()), missing.State());
        Assert.Equal((Alert.Types.Effect.NoService, "r1-none"), (none.Effect, none.Key));
        AlertFinding reduced = Find(new NoServiceDetector(new AlertOptions()), missing.Run("next", 27_000, left: 0, leftAgo: 20).State());
        Assert.Equal((Alert.Types.Effect.ReducedService, "r1-reduced"), (reduced.Effect, reduced.Key));
        Assert.Equal([3, 1], reduced.Figures.Select(f => f.Value));
        Assert.Empty(new NoServiceDetector(new AlertOptions { MissingRuns = 4 }).Find(missing.State()));
        Assert.Empty(new NoServiceDetector(new AlertOptions { MissingShare = 0.8 }).Find(missing.State()));
    }

    [Fact]
    public void Runs_that_are_only_in_doubt_are_no_reason() =>
        Assert.Empty(new NoServiceDetector(new AlertOptions()).Find(
            new AlertStates(Noon).Others(3).Missing("plain", RunState.Suspect).Missing("waits", RunState.Unconfirmed).Missing("loop", RunState.Suspect).State()));

    [Fact]
    public void A_full_stop_is_crowded_from_the_level_that_is_set_and_its_text_tells_no_number()
    {
        HubSnapshot state = new AlertStates(Noon).Crowd("ท่า3", CrowdingLevel.Full).Crowd("s1", CrowdingLevel.Crowded).Crowd("s2", CrowdingLevel.Full, measuredAgo: 901).State();
        AlertFinding finding = Find(new CrowdingDetector(new AlertOptions()), state);
        Assert.Equal(new AlertSelector { StopId = "ท่า3" }, Assert.Single(finding.InformedEntities));
        Assert.DoesNotContain("90", finding.Header[0].Text + finding.Description[0].Text, StringComparison.Ordinal);
        Assert.Equal(2, new CrowdingDetector(new AlertOptions { CrowdedFrom = CrowdingLevel.Crowded }).Find(state).Count());
    }

    [Fact]
    public void Each_setting_is_held_against_its_range_by_its_name()
    {
        Assert.Empty(new AlertOptions().Check());
        AlertOptions wrong = new()
        {
            RaiseSeconds = -1, ClearSeconds = 7201, MinHeardVehicles = 0, BunchedShare = 1, BunchedPairs = 0, LongGapRatio = 1, LongGapExtraSeconds = 59, LateSeconds = 59,
            LateShare = 0, LateRuns = 0, MissingRuns = 0, MissingShare = 1.1, CrowdedFrom = CrowdingLevel.Light,
        };
        Assert.Equal(13, wrong.Check().Count);
        Assert.Contains(nameof(AlertOptions.BunchedShare), Assert.Throws<ArgumentException>(() => new AlertWatch(wrong)).Message, StringComparison.Ordinal);
    }

    internal static AlertStates Bunched() =>
        new AlertStates(Noon).Run(Boat, H, left: 1, leftAgo: 30).Run(Boat, H + 60, left: 0, leftAgo: 60, nextIn: 20).Run(Boat, H + 120, left: 0, leftAgo: 40);

    internal static AlertStates Late(long? at = null) =>
        new AlertStates(at ?? Noon).Run("plain", 25_200, 1, 20, delay: 700).Run("waits", 25_440, 0, 20, delay: 900).Run("loop", 28_800, 1, 20, delay: 800);

    private static AlertFinding Find(IAlertDetector detector, HubSnapshot state) => Assert.Single(detector.Find(state));
}
