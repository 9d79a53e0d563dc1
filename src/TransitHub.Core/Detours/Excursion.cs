using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Detours;

/// <summary>A vehicle left the line of its run, passed stops by and came back; immutable.</summary>
/// <param name="Vehicle">Who.</param>
/// <param name="Run">On which run.</param>
/// <param name="LeftAt">When it was seen on the line last before, Unix seconds.</param>
/// <param name="ReturnedAt">When it was seen on it again, Unix seconds.</param>
/// <param name="LeftAlong">The place of <paramref name="LeftAt"/>, meters along the line.</param>
/// <param name="ReturnedAlong">The place of <paramref name="ReturnedAt"/>, meters along the line.</param>
/// <param name="Skipped">Places in the pattern of the stops between that it did not come near; at least one.</param>
/// <param name="ExtraSeconds">How much longer it took than the timetable has for the same stretch; negative: shorter.</param>
/// <param name="Way">Where it was seen, from the last place on the line to the first one again.</param>
internal sealed record Excursion(
    DeviceId Vehicle, TripInstance Run, double LeftAt, double ReturnedAt, double LeftAlong, double ReturnedAlong, ImmutableArray<int> Skipped, double ExtraSeconds,
    ImmutableArray<GeoPoint> Way);
