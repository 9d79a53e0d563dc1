using TransitHub.Core.Fusion.Loads;
using TransitHub.Training.Loads;

namespace TransitHub.Benchmarks.Cities;

/// <summary>Mean loads by trip and stop, as Zurich's VBZ publishes them, with the room that is assumed for its vehicles.</summary>
internal static class MeanLoadsFile
{
    /// <summary>Room by the file's name of a kind of vehicle, as of their makers about; the file has none. Others: as a bus.</summary>
    private static readonly Dictionary<string, VehicleRoom> Rooms = new(StringComparer.Ordinal)
    {
        ["CO"] = new VehicleRoom(90, 220),
        ["PO"] = new VehicleRoom(90, 220),
        ["DGT"] = new VehicleRoom(60, 180),
        ["GT"] = new VehicleRoom(45, 130),
    };

    /// <summary>Reads all trips.</summary>
    public static IReadOnlyList<MeanLoadTrip> Read(string path) =>
        [.. LoadsFile.Read(path).Select(t => new MeanLoadTrip(t.Loads, t.Circulation, Rooms.GetValueOrDefault(t.Vehicle, new VehicleRoom(35, 80))))];
}

/// <summary>A trip of such a file.</summary>
/// <param name="Loads">Its loads.</param>
/// <param name="Circulation">Line and number of the vehicle's round, of which it is one trip.</param>
/// <param name="Room">Assumed for its vehicles.</param>
internal sealed record MeanLoadTrip(TripLoads Loads, string Circulation, VehicleRoom Room);
