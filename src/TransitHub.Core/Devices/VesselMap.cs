using System.Collections.Frozen;
using System.Globalization;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Devices;

/// <summary>Which vehicle a boat is that tells its position by AIS.</summary>
/// <param name="vessels">Vehicles by MMSI.</param>
/// <param name="takesUnknown">Whether another boat is a vehicle named by its MMSI; false: it is none.</param>
public sealed class VesselMap(FrozenDictionary<long, DeviceId> vessels, bool takesUnknown)
{
    /// <summary>No boat is a vehicle.</summary>
    public static VesselMap Empty { get; } = new(FrozenDictionary<long, DeviceId>.Empty, takesUnknown: false);

    /// <summary>How many boats are known.</summary>
    public int Count => vessels.Count;

    /// <summary>The vehicle that a boat is; null: none.</summary>
    /// <param name="mmsi">Its Maritime Mobile Service Identity.</param>
    public DeviceId? Find(long mmsi) =>
        vessels.TryGetValue(mmsi, out DeviceId vehicle) ? vehicle : takesUnknown ? DeviceId.Parse(mmsi.ToString(CultureInfo.InvariantCulture)) : null;
}
