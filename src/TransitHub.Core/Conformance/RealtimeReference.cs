using TransitHub.Gtfs;

namespace TransitHub.Core.Conformance;

/// <summary>What rules ask of the static feed and the schedule does not tell at once. Immutable and shared by all iterations.</summary>
internal sealed class RealtimeReference
{
    /// <summary>Degrees of a great circle in one meter, on the sphere that the canonical validator uses.</summary>
    private const double DegreesPerMeter = 360 / (2 * Math.PI * 6371008.7714);

    private const double RegionMeters = 1609;
    private const double TripMeters = 200;

    private readonly HashSet<int> repeatingPatterns = [];

    public RealtimeReference(Schedule schedule, bool ignoreShapes = false)
    {
        this.Schedule = schedule;
        for (int pattern = 0; pattern < schedule.Patterns.Count; pattern++)
        {
            ReadOnlySpan<int> stops = schedule.Patterns.Stops(pattern);
            if (stops.Length > stops.ToArray().Distinct().Count())
            {
                this.repeatingPatterns.Add(pattern);
            }
        }

        this.HasShapes = !ignoreShapes && schedule.Shapes.PointCount > 3;
        this.Region = Widened(this.HasShapes ? schedule.Shapes.Extent : StopExtent(schedule));
    }

    /// <summary>The static feed.</summary>
    public Schedule Schedule { get; }

    /// <summary>Whether the covered region is that of shapes.txt and not of stops.txt.</summary>
    public bool HasShapes { get; }

    /// <summary>The box in which vehicles may be.</summary>
    public GeoExtent Region { get; }

    /// <summary>Whether the trip calls at a stop twice.</summary>
    public bool Repeats(int trip) => trip >= 0 && this.repeatingPatterns.Contains(this.Schedule.Trips.PatternIndex(trip));

    /// <summary>Whether the trip has a window of frequencies.txt with these exact_times.</summary>
    public bool HasFrequency(int trip, bool exactTimes)
    {
        if (trip >= 0)
        {
            foreach (FrequencyWindow window in this.Schedule.Trips.Frequencies(trip))
            {
                if (window.ExactTimes == exactTimes)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether the agency is known; one without an id goes by its name.</summary>
    public bool HasAgency(string id)
    {
        if (this.Schedule.Agencies.TryFind(id, out _))
        {
            return true;
        }

        for (int agency = 0; agency < this.Schedule.Agencies.Count; agency++)
        {
            if (this.Schedule.Agencies.Id(agency).Length == 0 && this.Schedule.Agencies.Name(agency) == id)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the place lies in <see cref="Region"/>.</summary>
    public bool IsInRegion(double latitude, double longitude) => this.Region.IsEmpty
        || (latitude >= this.Region.South && latitude <= this.Region.North && longitude >= this.Region.West && longitude <= this.Region.East);

    /// <summary>
    /// Whether the place lies within 200 m (or so many meters) of the trip's shape, true if it has none. The canonical validator measures in degrees as if one of longitude were as
    /// long as one of latitude, so east and west of a line it allows 200 m only at the equator, 194 m in Bangkok and 100 m in Helsinki. What
    /// passes here passes there.
    /// </summary>
    public bool IsNearShape(int trip, double latitude, double longitude, double meters = TripMeters)
    {
        int pattern = trip < 0 ? -1 : this.Schedule.Trips.PatternIndex(trip);
        if (pattern < 0 || !this.HasShapes || this.Schedule.Trips.ShapeIndex(trip) < 0 || this.Schedule.Patterns.IsStraight(pattern))
        {
            return true;
        }

        Geometry line = this.Schedule.Geometries[this.Schedule.Patterns.GeometryIndex(pattern)];
        double bound = meters * DegreesPerMeter;
        (double x, double y) = (longitude - line.OriginLongitude, latitude - line.OriginLatitude);
        line.ToLocal(latitude, longitude, out float localX, out float localY);
        float reach = (float)(bound * Math.Max(line.MetersPerDegreeX, line.MetersPerDegreeY));
        for (int at = 0; at < line.X.Length; at++)
        {
            if (at % Geometry.BoxSegments == 0 && !line.MayReach(at / Geometry.BoxSegments, localX, localY, reach))
            {
                at += Geometry.BoxSegments - 1;
                continue;
            }

            int next = Math.Min(at + 1, line.X.Length - 1);
            double squared = SquaredDistance(
                x,
                y,
                line.X[at] / line.MetersPerDegreeX,
                line.Y[at] / line.MetersPerDegreeY,
                line.X[next] / line.MetersPerDegreeX,
                line.Y[next] / line.MetersPerDegreeY);
            if (squared <= bound * bound)
            {
                return true;
            }
        }

        return false;
    }

    private static double SquaredDistance(double x, double y, double ax, double ay, double bx, double by)
    {
        (double dx, double dy) = (bx - ax, by - ay);
        double length = (dx * dx) + (dy * dy);
        double share = length > 0 ? Math.Clamp((((x - ax) * dx) + ((y - ay) * dy)) / length, 0, 1) : 0;
        (double ex, double ey) = (x - ax - (share * dx), y - ay - (share * dy));
        return (ex * ex) + (ey * ey);
    }

    private static GeoExtent StopExtent(Schedule schedule)
    {
        GeoExtent extent = GeoExtent.None;
        for (int stop = 0; stop < schedule.Stops.Count; stop++)
        {
            if (!double.IsNaN(schedule.Stops.Latitude(stop)))
            {
                extent = extent.Including(schedule.Stops.Latitude(stop), schedule.Stops.Longitude(stop));
            }
        }

        return extent;
    }

    private static GeoExtent Widened(GeoExtent extent)
    {
        if (extent.IsEmpty)
        {
            return extent;
        }

        double degrees = RegionMeters * DegreesPerMeter;
        double farthest = Math.Max(Math.Abs(extent.South), Math.Abs(extent.North)) * Math.PI / 180;
        double ratio = Math.Sin(degrees * Math.PI / 180) / Math.Max(Math.Cos(farthest), 1e-6);
        double aside = ratio >= 1 ? 180 : Math.Asin(ratio) * 180 / Math.PI;
        return new GeoExtent(extent.South - degrees, extent.West - aside, extent.North + degrees, extent.East + aside);
    }
}
