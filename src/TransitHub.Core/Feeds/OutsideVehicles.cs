using System.Collections.Immutable;
using TransitHub.Core.Conformance;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Feeds;

/// <summary>
/// Vehicles over a mile outside the area of the static feed, such as in a depot beyond it. Validators call their positions errors, and both feeds are of one
/// state: so neither has anything of them, and riders go by the timetable until they are near.
/// </summary>
internal sealed class OutsideVehicles
{
    private RealtimeReference? places;
    private HashSet<DeviceId> outside = [];
    private HashSet<DeviceId> before = [];

    /// <summary>Takes the next snapshot's vehicles.</summary>
    public void Update(Schedule schedule, ImmutableArray<VehicleSnapshot> vehicles)
    {
        if (this.places is null || !ReferenceEquals(this.places.Schedule, schedule))
        {
            this.places = new RealtimeReference(schedule);
        }

        (this.outside, this.before) = (this.before, this.outside);
        this.outside.Clear();
        foreach (VehicleSnapshot vehicle in vehicles)
        {
            if (!this.places.IsInRegion((float)vehicle.Latitude, (float)vehicle.Longitude))
            {
                this.outside.Add(vehicle.Id);
            }
        }
    }

    /// <summary>What places are held against.</summary>
    public RealtimeReference Places => this.places!;

    /// <summary>Whether a vehicle is outside.</summary>
    public bool Contains(DeviceId vehicle) => this.outside.Contains(vehicle);

    /// <summary>Whether it came in or went out with the last snapshot.</summary>
    public bool HasChangedFor(DeviceId vehicle) => (this.outside.Count > 0 || this.before.Count > 0) && this.outside.Contains(vehicle) != this.before.Contains(vehicle);
}
