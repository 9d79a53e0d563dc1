using System.Collections.Frozen;
using System.Globalization;
using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Devices;

/// <summary>What the operator says of vehicles. Immutable.</summary>
/// <param name="vehicles">Those of which anything is said.</param>
[NotKept]
public sealed class VehicleBook(FrozenDictionary<DeviceId, DescribedVehicle> vehicles)
{
    /// <summary>Nothing is said of any vehicle.</summary>
    public static VehicleBook Empty { get; } = new(FrozenDictionary<DeviceId, DescribedVehicle>.Empty);

    /// <summary>What is said of a vehicle; null: nothing.</summary>
    public DescribedVehicle? Find(DeviceId vehicle) => vehicles.GetValueOrDefault(vehicle);

    /// <summary>Whether a vehicle is said to be private; null: nothing is said.</summary>
    public bool? IsPrivate(DeviceId vehicle) => this.Find(vehicle)?.IsPrivate;

    /// <summary>Names what of it a feed's state depends on: equal texts, equal states.</summary>
    internal string Uses() => string.Join('\n', vehicles.Where(v => v.Value.IsPrivate is not null).OrderBy(v => v.Key)
        .Select(v => string.Create(CultureInfo.InvariantCulture, $"{v.Key}|{v.Value.IsPrivate}")));
}
