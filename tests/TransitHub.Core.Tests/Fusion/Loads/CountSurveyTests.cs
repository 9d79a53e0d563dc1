using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Tests.Fusion.Loads;

public class CountSurveyTests
{
    [Fact]
    public void Counts_that_miss_more_in_a_crowd_get_a_factor_for_each_band()
    {
        // Of 100 places: all are seen up to half, half of them beyond.
        (List<SurveyedStop> survey, List<SurveyCount> counts) = Day("bus", 60, load => load <= 50 ? 1 : 0.5);

        SurveyFactors factors = CountSurvey.Compare(survey, counts, 30);

        Assert.Equal((60, 60, 0), (factors.Stops, factors.Matched, factors.Unmatched));
        Assert.InRange(factors.Bands[0].Factor, 0.98, 1.02);
        Assert.InRange(factors.Bands[3].Factor, 1.9, 2.05);
    }

    [Fact]
    public void A_band_that_nobody_surveyed_keeps_the_default()
    {
        SurveyFactors factors = CountSurvey.Compare([new SurveyedStop("bus", 100, 10, 10, 0, 100)], [new SurveyCount("bus", 100, 10, 0)], 30);

        Assert.Equal(LoadOptions.UsualFactors[3], factors.Bands[3].Factor, 6);
    }

    [Fact]
    public void Doors_add_up_and_what_lies_too_far_or_is_of_nobody_is_told()
    {
        SurveyFactors factors = CountSurvey.Compare(
            [new SurveyedStop("bus", 100, 20, 20, 0, 100), new SurveyedStop("bus", 160, 20, 5, 5, 100)],
            [new SurveyCount("bus", 95, 8, 0), new SurveyCount("bus", 104, 12, 0), new SurveyCount("bus", 260, 5, 0), new SurveyCount("other", 100, 5, 0)], 30);

        Assert.Equal((2, 1, 2), (factors.Stops, factors.Matched, factors.Unmatched));
        Assert.Equal(20, factors.Bands[0].Counted);
    }

    [Fact]
    public void A_counter_surveyed_long_enough_has_factors_of_its_own()
    {
        (List<SurveyedStop> survey, List<SurveyCount> counts) = Day("bad", 60, _ => 0.5);
        (List<SurveyedStop> others, List<SurveyCount> seen) = Day("good", 400, _ => 1);
        (List<SurveyedStop> few, _) = Day("new", 1, _ => 1);

        SurveyFactors factors = CountSurvey.Compare([.. survey, .. others, .. few], [.. counts, .. seen], 30);

        Assert.Equal(["bad", "good"], factors.Devices.Keys);
        Assert.All(factors.Devices["bad"], f => Assert.InRange(f, 1.5, 2));
        Assert.All(factors.Devices["good"], f => Assert.InRange(f, 0.98, 1.1));
    }

    [Fact]
    public void A_devices_own_factors_go_before_those_of_all()
    {
        LoadOptions options = new() { DeviceCountFactors = new Dictionary<string, IReadOnlyList<double>> { ["bad"] = [2, 2, 2, 2] } };
        LoadHabits habits = new(options);

        Assert.Empty(options.Check());
        Assert.Equal(2, habits.BiasOf(DeviceId.Parse("bad")).Alighting(10, 80), 6);
        Assert.NotEqual(2, habits.BiasOf(DeviceId.Parse("good")).Alighting(10, 80), 6);
        Assert.Equal(
            ["DeviceCountFactors:bad must be 4 numbers from 0.5 to 5."],
            (options with { DeviceCountFactors = new Dictionary<string, IReadOnlyList<double>> { ["bad"] = [9, 1, 1, 1] } }).Check());
    }

    /// <summary>At every stop as many board as makes the load go up and down between empty and full.</summary>
    private static (List<SurveyedStop> Survey, List<SurveyCount> Counts) Day(string vehicle, int stops, Func<double, double> seen)
    {
        (List<SurveyedStop> survey, List<SurveyCount> counts) = ([], []);
        int load = 0;
        for (int i = 0; i < stops; i++)
        {
            int boarding = i % 10 < 5 ? 20 : 0;
            int alighting = 20 - boarding;
            int before = load;
            load += boarding - alighting;
            survey.Add(new SurveyedStop(vehicle, 1000 + (100 * i), load, boarding, alighting, 100));
            counts.Add(new SurveyCount(vehicle, 1003 + (100 * i), (int)(boarding * seen(load)), (int)(alighting * seen(before))));
        }

        return (survey, counts);
    }
}
