using System.Globalization;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Endpoints;

/// <summary>
/// Reads a filter from a query: <c>route</c>, <c>vehicle</c>, <c>stop</c> (several times or with commas),
/// <c>bbox=south,west,north,east</c>, <c>kinds=vehicle,trip,unseen,crowding,alert</c>; the same filters as gRPC's Watch.
/// </summary>
internal static class FilterQuery
{
    /// <summary>The filter, or what is wrong with it.</summary>
    public static string? TryRead(HttpRequest request, int maxIds, out FilterText filter)
    {
        IReadOnlyList<string> kinds = Http.List(request, "kinds");
        filter = new FilterText
        {
            RouteIds = Http.List(request, "route"),
            VehicleIds = Http.List(request, "vehicle"),
            StopIds = Http.List(request, "stop"),
            Vehicles = kinds.Count == 0 || kinds.Contains("vehicle", StringComparer.Ordinal),
            Trips = kinds.Count == 0 || kinds.Contains("trip", StringComparer.Ordinal),
            Unseen = kinds.Count == 0 || kinds.Contains("unseen", StringComparer.Ordinal),
            Crowding = kinds.Count == 0 || kinds.Contains("crowding", StringComparer.Ordinal),
            Alerts = kinds.Contains("alert", StringComparer.Ordinal),
        };
        if (kinds.FirstOrDefault(k => k is not ("vehicle" or "trip" or "unseen" or "crowding" or "alert")) is { } unknown)
        {
            return $"There is no kind '{unknown}'. Kinds: vehicle, trip, unseen, crowding, alert.";
        }

        string? box = request.Query["bbox"];
        if (!string.IsNullOrEmpty(box))
        {
            if (!TryReadBox(box, out GeoBox read))
            {
                return "bbox is south,west,north,east in WGS 84 degrees.";
            }

            filter = filter with { Box = read };
        }

        return filter.FindProblem(maxIds);
    }

    private static bool TryReadBox(string text, out GeoBox box)
    {
        box = default;
        string[] parts = text.Split(',');
        double[] sides = new double[4];
        if (parts.Length != sides.Length)
        {
            return false;
        }

        for (int i = 0; i < sides.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out sides[i]))
            {
                return false;
            }
        }

        box = new GeoBox(sides[0], sides[1], sides[2], sides[3]);
        return true;
    }
}
