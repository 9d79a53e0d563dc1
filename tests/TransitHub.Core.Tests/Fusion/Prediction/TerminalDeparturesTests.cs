using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Core.Tests.Fusion.Prediction;

public sealed class TerminalDeparturesTests
{
    private const double LeastTurn = 60;

    private readonly StreetScene scene = new StreetScene()
        .Trip("A", "08:00:00", [0, 1, 2]).Trip("same terminal", "08:00:00", [0, 1]).Trip("elsewhere", "08:00:00", [5, 6, 7]);

    [Fact]
    public void Knowing_nothing_it_goes_by_the_timetable_and_the_least_turn()
    {
        TerminalDepartures departures = this.New();
        RunTrack run = this.Run("A");
        double start = run.ScheduledStart;

        Assert.Equal(start, departures.Expect(run, start - 600, start - 300, out double spread));
        Assert.Equal(start + 300 + LeastTurn, departures.Expect(run, start + 300, start, out _));
        Assert.InRange(spread, 60, 120);
    }

    [Fact]
    public void Runs_that_leave_late_every_time_are_expected_to_leave_late()
    {
        TerminalDepartures departures = this.Taught(arrived: -600, departed: 45);
        RunTrack run = this.Run("A");

        double expected = departures.Expect(run, run.ScheduledStart - 600, run.ScheduledStart, out double spread);

        Assert.InRange(expected - run.ScheduledStart, 38, 45);
        Assert.InRange(spread, 0, 20);
    }

    [Fact]
    public void A_vehicle_that_comes_late_leaves_as_soon_as_others_that_came_late()
    {
        TerminalDepartures departures = this.Taught(arrived: 300, departed: 500);
        RunTrack run = this.Run("A");

        Assert.InRange(departures.Expect(run, run.ScheduledStart + 100, run.ScheduledStart, out _) - run.ScheduledStart, 270, 300);
    }

    [Fact]
    public void Who_came_late_says_nothing_of_who_was_there_in_time()
    {
        TerminalDepartures departures = this.Taught(arrived: 300, departed: 500);
        RunTrack run = this.Run("A");

        Assert.Equal(run.ScheduledStart, departures.Expect(run, run.ScheduledStart - 1200, run.ScheduledStart - 1200, out _));
    }

    [Fact]
    public void A_line_that_was_not_seen_leans_on_its_terminal_and_that_on_the_feed()
    {
        TerminalDepartures departures = this.Taught(arrived: -600, departed: 60, count: 10);

        double same = Late("same terminal");
        double elsewhere = Late("elsewhere");

        Assert.InRange(elsewhere, 20, same - 1);
        Assert.InRange(same, 40, 60);

        double Late(string trip)
        {
            RunTrack run = this.Run(trip);
            return departures.Expect(run, run.ScheduledStart - 600, run.ScheduledStart, out _) - run.ScheduledStart;
        }
    }

    [Fact]
    public void What_was_seen_hours_ago_is_nearly_forgotten()
    {
        TerminalDepartures departures = this.Taught(arrived: -600, departed: 60);
        RunTrack run = this.Run("A");

        Assert.InRange(departures.Expect(run, run.ScheduledStart - 600, run.ScheduledStart + (24 * 3600), out _) - run.ScheduledStart, 0, 10);
    }

    [Fact]
    public void A_departure_that_nobody_saw_teaches_nothing()
    {
        TerminalDepartures departures = this.New();
        RunTrack run = this.Run("A");
        run.Departed[0] = run.ScheduledStart + 100;
        departures.Learn(run);

        Assert.Equal(run.ScheduledStart, departures.Expect(run, run.ScheduledStart - 600, run.ScheduledStart, out _));
    }

    private TerminalDepartures New() => new(this.scene.Schedule, LeastTurn);

    private RunTrack Run(string trip) => new(this.scene.Schedule, this.scene.InstanceOf(trip));

    private TerminalDepartures Taught(double arrived, double departed, int count = 60)
    {
        TerminalDepartures departures = this.New();
        for (int i = 0; i < count; i++)
        {
            RunTrack run = this.Run("A");
            run.Arrived[0] = run.ScheduledStart + arrived;
            run.Departed[0] = run.ScheduledStart + departed;
            departures.Learn(run);
        }

        return departures;
    }
}
