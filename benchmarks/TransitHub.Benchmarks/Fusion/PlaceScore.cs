using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// Vehicles of each moment that truly run a trip, by the trip they were placed on, and how long each took to be on the right one.
/// In trip is who lies between the trip's true first and last arrival; where there are no arrivals, whoever names the trip.
/// </summary>
internal sealed class PlaceScore(Schedule schedule, AccuracyTruth? truth, PlaceCauses? causes)
{
    private static readonly string[] Names = ["right trip", "other trip of its pattern", "other pattern of its route", "other route", "none"];

    private readonly Dictionary<DeviceId, int> trueTrips = [];
    private readonly Dictionary<(DeviceId Device, int Trip), (double Begun, double Found)> episodes = [];
    private readonly Dictionary<(DeviceId Device, int Trip), int> changes = [];
    private readonly long[] inTrip = new long[5];
    private readonly long[] named = new long[5];
    private long routeRight;

    /// <summary>Takes what the vehicle says it runs.</summary>
    public void Know(DeviceId device, string? tripId)
    {
        if (tripId is not null && schedule.Trips.TryFind(tripId, out int trip))
        {
            this.trueTrips[device] = trip;
        }
        else if (tripId is not null)
        {
            this.trueTrips.Remove(device);
        }
    }

    /// <summary>Counts the vehicles of a moment.</summary>
    public void Count(HubSnapshot snapshot, long now)
    {
        foreach (VehicleSnapshot vehicle in snapshot.Vehicles)
        {
            if (vehicle.Phase == VehiclePhase.Lost || !this.trueTrips.TryGetValue(vehicle.Id, out int own))
            {
                continue;
            }

            int place = this.PlaceOf(vehicle, own);
            this.named[place]++;
            if (truth is not null && this.IsInTrip(vehicle, own, now))
            {
                this.inTrip[place]++;
                this.routeRight += vehicle.RouteIndex == schedule.Trips.RouteIndex(own) ? 1 : 0;
                this.Note(vehicle, own, place == 0, now);
                causes?.Count(vehicle, own, now - this.episodes[(vehicle.Id, own)].Begun);
            }
        }
    }

    /// <summary>Prints the shares.</summary>
    public void Print()
    {
        Console.WriteLine(Line("vehicle-minutes of whoever names a trip", this.named));
        if (truth is null)
        {
            return;
        }

        Console.WriteLine(Line("vehicle-minutes in trip", this.inTrip));
        double[] waits = [.. this.episodes.Values.Select(e => e.Found - e.Begun).Order()];
        int found = waits.Count(w => !double.IsPositiveInfinity(w));
        int one = this.changes.Count(c => c.Value == 1);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"route right {100.0 * this.routeRight / Math.Max(1, this.inTrip.Sum()):F2} %; time from the first moment in trip to the right trip: n {waits.Length}, median {waits.ElementAtOrDefault(waits.Length / 2) / 60:F1} min, p80 {waits.ElementAtOrDefault(waits.Length * 4 / 5) / 60:F1} min; ever right {100.0 * found / Math.Max(1, waits.Length):F1} %; right and then not, once {one}, more often {this.changes.Count(c => c.Value > 1)}"));
        causes?.Print();
    }

    private int PlaceOf(VehicleSnapshot vehicle, int own)
    {
        if (vehicle.Trip is not { } trip)
        {
            return 4;
        }

        return trip.TripIndex == own ? 0
            : schedule.Trips.PatternIndex(trip.TripIndex) == schedule.Trips.PatternIndex(own) ? 1
            : schedule.Trips.RouteIndex(trip.TripIndex) == schedule.Trips.RouteIndex(own) ? 2 : 3;
    }

    private bool IsInTrip(VehicleSnapshot vehicle, int own, long now) =>
        truth!.SpanOf(own, vehicle.Id.ToString()) is { } span && now >= span.From && now <= span.To;

    private void Note(VehicleSnapshot vehicle, int own, bool isRight, long now)
    {
        var key = (vehicle.Id, own);
        (double begun, double foundAt) = this.episodes.GetValueOrDefault(key, (now, double.PositiveInfinity));
        if (isRight && double.IsPositiveInfinity(foundAt))
        {
            foundAt = now;
        }
        else if (!isRight && !double.IsPositiveInfinity(foundAt) && vehicle.Trip is not null)
        {
            this.changes[key] = this.changes.GetValueOrDefault(key) + 1;
        }

        this.episodes[key] = (begun, foundAt);
    }

    private static string Line(string title, long[] counts)
    {
        long all = Math.Max(1, counts.Sum());
        return title + string.Create(CultureInfo.InvariantCulture, $" {counts.Sum()}: ")
            + string.Join(", ", Names.Select((n, i) => string.Create(CultureInfo.InvariantCulture, $"{n} {100.0 * counts[i] / all:F2} %")));
    }
}
