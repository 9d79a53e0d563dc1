using TransitHub.Core.Fusion.Loads;
using TransitHub.Core.Observations;

namespace TransitHub.Benchmarks.Cities;

/// <summary>
/// What an operator does who has riders counted by hand beside the counters for a day: by how much counts are too low, by how full the vehicle was.
/// </summary>
internal static class CountSurvey
{
    /// <summary>The factors for <see cref="LoadOptions.CountFactors"/>.</summary>
    /// <param name="truth">Counted by hand.</param>
    /// <param name="observations">Counted by the counters, on the same day.</param>
    public static double[] Factors(IEnumerable<TrueLoad> truth, IEnumerable<Observation> observations)
    {
        var counted = observations.OfType<PassengerCount>()
            .ToLookup(c => (c.Device.ToString(), c.ReceivedAt.UnixMilliseconds / 1000));
        double[] riders = new double[CountBands.Count];
        double[] counts = new double[CountBands.Count];
        foreach (TrueLoad row in truth)
        {
            foreach (PassengerCount count in counted[(row.Vehicle, (long)row.Departure)])
            {
                int after = CountBands.Of(row.Load, row.Capacity);
                int before = CountBands.Of(row.Load - row.Boarding + row.Alighting, row.Capacity);
                riders[after] += row.Boarding;
                counts[after] += count.Boardings ?? 0;
                riders[before] += row.Alighting;
                counts[before] += count.Alightings ?? 0;
            }
        }

        return [.. riders.Zip(counts, (all, seen) => (all + 10) / (seen + 10))];
    }
}
