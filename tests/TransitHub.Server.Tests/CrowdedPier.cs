using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Tests;

/// <summary>A stop of <see cref="TestCity"/> with people, a forecast and vehicles to come.</summary>
internal static class CrowdedPier
{
    /// <summary>Adds what is ahead: a number in ten minutes, T1 that will hardly have room, and a departure by headway that will.</summary>
    public static Func<StopCrowding, StopCrowding> Ahead(double later) => pier => pier with
    {
        MeasuredAt = TestCity.Morning.AddSeconds(-17),
        Capacity = 120,
        Ahead = [new CrowdingAhead(TestCity.Morning.AddSeconds(600), new PeopleEstimate(later, later * 0.7, later * 1.3), CrowdingLevel.Crowded)],
        Rides =
        [
            new RideChance(PatternOf("T1"), TestCity.Run("T1"), TestCity.Morning.AddSeconds(660), 0.23),
            new RideChance(PatternOf("T1"), null, TestCity.Morning.AddSeconds(1800), 0.84),
        ],
    };

    private static int PatternOf(string trip) => TestCity.Schedule.Trips.PatternIndex(TestCity.Run(trip).TripIndex);
}
