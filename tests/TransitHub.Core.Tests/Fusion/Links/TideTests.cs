using TransitHub.Core.Fusion;
using TransitHub.Core.Fusion.Links;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Tests.Fusion.Links;

/// <summary>Boats between piers a kilometer apart, eight minutes there and back in slack water.</summary>
public sealed class TideTests
{
    private const double Still = 4;
    private const double Tide = 12.4206012 * 3600;

    private readonly Schedule river = River();

    [Fact]
    public void The_current_of_hours_ahead_is_known_after_a_day_of_boats_both_ways()
    {
        TideReach reach = new();
        Sail(reach, days: 2, strength: 1);

        Assert.Equal(1, reach.Trust);
        for (int hour = 0; hour < 12; hour++)
        {
            double at = (2 * 86_400) + (hour * 3600);
            Assert.InRange(reach.Current(false, at), Current(at) - 0.3, Current(at) + 0.3);
            Assert.Equal(-reach.Current(false, at), reach.Current(true, at), 9);
        }
    }

    [Fact]
    public void Where_no_tide_runs_no_current_counts()
    {
        TideReach reach = new();
        Sail(reach, days: 3, strength: 0);

        Assert.Equal(0, reach.Trust);
    }

    [Fact]
    public void A_few_boats_tell_nothing()
    {
        TideReach reach = new();
        for (int i = 0; i < 15; i++)
        {
            reach.Learn(false, i * 600, Still + Current(i * 600));
        }

        Assert.Equal(0, reach.Trust);
    }

    [Fact]
    public void A_time_taken_with_the_current_becomes_one_against_it_half_a_tide_later()
    {
        LinkTides tides = Known(this.river);
        double strongest = (3 * 86_400) - ((3 * 86_400) % Tide) + (Tide / 4);
        double with = 1000 / (Still + 1);

        double slack = tides.AtSlack(0, with, strongest);
        double against = tides.AtTide(0, slack, strongest + (Tide / 2));

        Assert.InRange(slack, 235, 265);
        Assert.InRange(against, 310, 355);
        Assert.Equal(with, tides.AtTide(0, slack, strongest), 6);
    }

    [Fact]
    public void Streets_have_no_tide()
    {
        Schedule street = new StreetScene().Trip("T", "08:00:00", [0, 1]).Trip("B", "08:10:00", [1, 0]).Schedule;

        LinkTides tides = Known(street);

        Assert.Equal(200, tides.AtSlack(0, 200, 86_400));
    }

    [Fact]
    public void What_is_known_comes_back_from_its_bytes()
    {
        LinkTides tides = Known(this.river);
        RunTurns turns = new(this.river, new VehicleHabits(this.river));
        byte[] bytes = FeedHistory.Encode(new LinkHistory(this.river.Links), tides, this.river, turns, new LoadHabits(new LoadOptions()));
        LinkTides restored = new(this.river);

        Assert.Equal(0, FeedHistory.Decode(bytes, new LinkHistory(this.river.Links), restored, this.river, turns, new LoadHabits(new LoadOptions())));

        Assert.NotEqual(250, tides.AtTide(0, 250, 300_000));
        Assert.Equal(tides.AtTide(0, 250, 300_000), restored.AtTide(0, 250, 300_000), 6);
        Assert.Equal(bytes, FeedHistory.Encode(new LinkHistory(this.river.Links), restored, this.river, turns, new LoadHabits(new LoadOptions())));
    }

    [Fact]
    public void A_history_of_links_alone_is_still_read_and_damaged_tides_cost_only_the_tides()
    {
        LinkHistory links = new(this.river.Links) { Through = Timestamp.FromUnixSeconds(5) };
        RunTurns turns = new(this.river, new VehicleHabits(this.river));
        LinkHistory restored = new(this.river.Links);
        Assert.Equal(0, FeedHistory.Decode(LinkHistoryCodec.Encode(links), restored, new LinkTides(this.river), this.river, turns, new LoadHabits(new LoadOptions())));
        Assert.Equal(links.Through, restored.Through);

        byte[] bytes = FeedHistory.Encode(links, Known(this.river), this.river, turns, new LoadHabits(new LoadOptions()));
        bytes[16 + LinkHistoryCodec.Encode(links).Length + 40] ^= 1;
        LinkTides tides = new(this.river);

        Assert.Equal(0, FeedHistory.Decode(bytes, new LinkHistory(this.river.Links), tides, this.river, turns, new LoadHabits(new LoadOptions())));
        Assert.Equal(250, tides.AtTide(0, 250, 300_000));
    }

    private static double Current(double at) => Math.Sin(Math.Tau * at / Tide);

    private static void Sail(TideReach reach, int days, double strength)
    {
        Random uneven = new(3);
        for (int at = 6 * 3600; at < days * 86_400; at += 900)
        {
            if (at % 86_400 is >= 21_600 and < 75_600)
            {
                reach.Learn(false, at, Still + (strength * Current(at)) + (0.4 * (uneven.NextDouble() - 0.5)));
                reach.Learn(true, at + 300, Still - (strength * Current(at + 300)) + (0.4 * (uneven.NextDouble() - 0.5)));
            }
        }
    }

    private static LinkTides Known(Schedule schedule)
    {
        LinkTides tides = new(schedule);
        for (int at = 0; at < 3 * 86_400; at += 900)
        {
            for (int link = 0; link < 2; link++)
            {
                bool isOut = schedule.Stops.Id(schedule.Links.FromStop(link)) == "S0";
                tides.Learn(link, 1000 / (Still + ((isOut ? 1 : -1) * Current(at))), at);
            }
        }

        return tides;
    }

    private static Schedule River() =>
        new StreetScene().RouteType(4).Trip("out", "08:00:00", [0, 1], 240).Trip("back", "08:10:00", [1, 0], 240).Schedule;
}
