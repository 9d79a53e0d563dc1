using System.Collections.Frozen;
using TransitHub.Core.Ids;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>Reads <c>vehicles:</c> of the devices file: what the hub cannot learn from a vehicle's own reports.</summary>
internal static class VehicleReader
{
    private const int MaxVehicles = 100_000;
    private const byte Accessible = 2;
    private const byte Inaccessible = 3;

    /// <summary>Reads it; what has errors is left out.</summary>
    /// <param name="list">The list; null: there is none.</param>
    public static VehicleBook Read(SheetNode? list)
    {
        Dictionary<DeviceId, DescribedVehicle> vehicles = [];
        IReadOnlyList<SheetNode> nodes = list?.ReadList() ?? [];
        foreach (SheetNode node in nodes.Take(MaxVehicles))
        {
            if (node.ReadMapping("id", "use", "wheelchair") is not { } map || map.Required("id", "add id: ..., the {vehicle_id} of its topics")?.ReadId() is not { } id)
            {
                continue;
            }

            bool? isPrivate = Word(map.Optional("use"), "public", "private") is { } use ? use == 1 : null;
            byte? wheelchair = Word(map.Optional("wheelchair"), "accessible", "inaccessible") is { } access ? (access == 0 ? Accessible : Inaccessible) : null;
            if (!vehicles.TryAdd(DeviceId.Parse(id), new DescribedVehicle(isPrivate, wheelchair)))
            {
                node.Error($"the vehicle '{id}' is there twice", "say all of a vehicle in one place");
            }
        }

        if (nodes.Count > MaxVehicles)
        {
            nodes[MaxVehicles].Error($"there are {nodes.Count} vehicles", $"a file holds up to {MaxVehicles}");
        }

        return vehicles.Count == 0 ? VehicleBook.Empty : new VehicleBook(vehicles.ToFrozenDictionary());
    }

    /// <summary>Which of two words stands there; null: none of them.</summary>
    private static int? Word(SheetNode? node, string first, string second)
    {
        string? word = node?.ReadText();
        if (word is not null && word != first && word != second)
        {
            node!.Error($"'{node.Label}' is '{word}'", $"write {first} or {second}");
        }

        return word == first ? 0 : word == second ? 1 : null;
    }
}
