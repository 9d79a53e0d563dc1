using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>Sorts the vehicle-minutes that are not on the right trip by what is the matter with them.</summary>
internal sealed class PlaceCauses(Schedule schedule)
{
    private readonly Dictionary<string, long> counts = [];
    private readonly Dictionary<DeviceId, (int Trip, int Former)> runs = [];
    private readonly long[] best = new long[11];
    private readonly long[] bestRight = new long[11];
    private long all;

    /// <summary>Takes a vehicle-minute in trip.</summary>
    /// <param name="vehicle">As the hub has it.</param>
    /// <param name="own">The trip that it truly runs.</param>
    /// <param name="begun">Seconds since it was first seen in this trip.</param>
    public void Count(VehicleSnapshot vehicle, int own, double begun)
    {
        this.all++;
        (int trip, int former) = this.runs.GetValueOrDefault(vehicle.Id, (-1, -1));
        this.runs[vehicle.Id] = trip == own ? (trip, former) : (own, trip);
        former = this.runs[vehicle.Id].Former;
        if (!vehicle.Candidates.IsEmpty)
        {
            int bin = (int)(vehicle.Candidates[0].Probability * 10);
            this.best[bin]++;
            this.bestRight[bin] += vehicle.Candidates[0].Trip.TripIndex == own ? 1 : 0;
        }

        if (vehicle.Trip?.TripIndex == own)
        {
            return;
        }

        string cause = vehicle.Trip is { } wrong
            ? this.OfWrong(vehicle, wrong.TripIndex, own, former)
            : this.OfNone(vehicle, own, begun);
        this.counts[cause] = this.counts.GetValueOrDefault(cause) + 1;
    }

    /// <summary>Prints the causes, the largest first, in percent of all vehicle-minutes in trip.</summary>
    public void Print()
    {
        for (int i = 0; i < this.best.Length; i++)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  best candidate {i / 10.0:F1}: {this.best[i]}, right {100.0 * this.bestRight[i] / Math.Max(1, this.best[i]):F1} %"));
        }

        foreach ((string cause, long count) in this.counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {100.0 * count / Math.Max(1, this.all):F2} % ({count}): {cause}"));
        }
    }

    private string OfNone(VehicleSnapshot vehicle, int own, double begun)
    {
        string since = begun < 120 ? "under 2 min" : begun < 300 ? "2 to 5 min" : "over 5 min";
        return $"none, {since} in trip, {vehicle.UnmatchedReason.Name()}, {CandidateOf(vehicle, own)}{this.RivalOf(vehicle, own)}";
    }

    private string OfWrong(VehicleSnapshot vehicle, int wrong, int own, int former)
    {
        if (wrong == former)
        {
            return "wrong: the trip before";
        }

        if (schedule.Trips.PatternIndex(wrong) != schedule.Trips.PatternIndex(own))
        {
            string route = schedule.Trips.RouteIndex(wrong) == schedule.Trips.RouteIndex(own) ? "its route" : "another route";
            return $"wrong: another pattern of {route}, {vehicle.Phase}, {CandidateOf(vehicle, own)}";
        }

        string side = schedule.Trips.StartSeconds(wrong) > schedule.Trips.StartSeconds(own) ? "a later" : "an earlier";
        return $"wrong: {side} trip of its pattern, {CandidateOf(vehicle, own)}";
    }

    private string RivalOf(VehicleSnapshot vehicle, int own)
    {
        if (vehicle.Candidates.IsEmpty || vehicle.UnmatchedReason != RejectionReason.Ambiguous)
        {
            return string.Empty;
        }

        double pattern = 0;
        double line = 0;
        double other = 0;
        double none = 1;
        int ownRoute = schedule.Trips.RouteIndex(own);
        foreach (RunCandidate candidate in vehicle.Candidates)
        {
            none -= candidate.Probability;
            int trip = candidate.Trip.TripIndex;
            if (trip == own)
            {
                continue;
            }

            if (schedule.Trips.PatternIndex(trip) == schedule.Trips.PatternIndex(own))
            {
                pattern += candidate.Probability;
            }
            else if (schedule.Routes.ShortName(schedule.Trips.RouteIndex(trip)) == schedule.Routes.ShortName(ownRoute))
            {
                line += candidate.Probability;
            }
            else
            {
                other += candidate.Probability;
            }
        }

        double most = Math.Max(Math.Max(pattern, line), Math.Max(other, none));
        return most == pattern ? ", rival its pattern" : most == line ? ", rival its line" : most == other ? ", rival another line" : ", rival no run";
    }

    private static string CandidateOf(VehicleSnapshot vehicle, int own)
    {
        foreach (RunCandidate candidate in vehicle.Candidates)
        {
            if (candidate.Trip.TripIndex == own)
            {
                return candidate.Probability >= 0.5 ? "right one over 0.5" : candidate.Probability >= 0.05 ? "right one over 0.05" : "right one unlikely";
            }
        }

        return vehicle.Candidates.IsEmpty ? "no candidates" : "right one no candidate";
    }
}
