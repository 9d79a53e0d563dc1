using System.Collections.Frozen;
using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Core.Devices;

/// <summary>Reads <c>vessels:</c> of the devices file: which vehicle a boat is that tells its position by AIS.</summary>
internal static class VesselReader
{
    private const int MaxVessels = 10_000;
    private const int LeastMmsi = 100_000;
    private const int MostMmsi = 999_999_999;

    /// <summary>Reads it; what has errors is left out.</summary>
    /// <param name="list">The list; null: there is none.</param>
    /// <param name="unknown">What becomes of others; null: they are refused.</param>
    public static VesselMap Read(SheetNode? list, SheetNode? unknown)
    {
        Dictionary<long, DeviceId> vessels = [];
        foreach (SheetNode node in (list?.ReadList() ?? []).Take(MaxVessels))
        {
            if (node.ReadMapping("mmsi", "vehicle") is not { } map)
            {
                continue;
            }

            int? mmsi = map.Required("mmsi", "add mmsi: ..., the nine digits of its AIS transponder")?.ReadWhole(LeastMmsi, MostMmsi, "an MMSI");
            string? vehicle = map.Required("vehicle", "add vehicle: ..., the vehicle's id in topics and feeds")?.ReadId();
            if (mmsi is { } number && vehicle is not null && !vessels.TryAdd(number, DeviceId.Parse(vehicle)))
            {
                node.Error(string.Create(CultureInfo.InvariantCulture, $"the MMSI {number} is there twice"), "a boat has one MMSI and is one vehicle");
            }
        }

        string? word = unknown?.ReadText();
        if (word is not (null or "take" or "refuse"))
        {
            unknown!.Error($"'unknown_vessels' is '{word}'", "write refuse or take");
        }

        return new VesselMap(vessels.ToFrozenDictionary(), word == "take");
    }
}
