using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Observations;

namespace TransitHub.Benchmarks.Cities;

/// <summary>What an operator does who has riders counted by hand beside the counters for a day.</summary>
internal static class HandCounts
{
    /// <summary>The factors for <see cref="LoadOptions.CountFactors"/>.</summary>
    /// <param name="truth">Counted by hand.</param>
    /// <param name="observations">Counted by the counters, on the same day.</param>
    public static double[] Factors(IEnumerable<TrueLoad> truth, IEnumerable<Observation> observations) =>
    [
        .. CountSurvey.Compare(
            truth.Select(t => new SurveyedStop(t.Vehicle, t.Departure, t.Load, t.Boarding, t.Alighting, t.Capacity)),
            observations.OfType<PassengerCount>().Select(c => new SurveyCount(c.Device.ToString(), c.ReceivedAt.UnixMilliseconds / 1000.0, c.Boardings ?? 0, c.Alightings ?? 0)),
            5).Bands.Select(b => b.Factor),
    ];
}
