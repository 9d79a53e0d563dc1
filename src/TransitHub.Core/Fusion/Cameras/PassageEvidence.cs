using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>How likely what a camera saw of a vehicle is, if it was of a run, or of none: class, direction, route read, and how sure it was.</summary>
internal sealed class PassageEvidence(Schedule schedule)
{
    /// <summary>A route that was read without a word on how surely.</summary>
    private const double UsualReading = 0.9;

    /// <summary>A reading is never surer, nor less sure, than this.</summary>
    private const double BestReading = 0.98;
    private const double WorstReading = 0.3;

    /// <summary>A route that is read wrongly is read as any of so many at least.</summary>
    private const int Misreadings = 20;

    /// <summary>A camera takes one direction for the other so often.</summary>
    private const double WrongDirection = 0.02;

    /// <summary>A vehicle is called by the class of another mode, or by a word that could be any, so often.</summary>
    private const double WrongClass = 0.01;
    private const double VagueClass = 0.3;

    /// <summary>How sure cameras usually are of a passage, and by how much more or less sureness may change the odds.</summary>
    private const double UsualConfidence = 0.9;
    private const double MostOdds = 4;

    /// <summary>Likelihood of what was seen, if it was a vehicle of the run.</summary>
    /// <param name="passage">What was seen.</param>
    /// <param name="route">Index of the run's route.</param>
    /// <param name="direction">Place of the direction in which the run passes.</param>
    /// <param name="names">How many names of routes pass the line.</param>
    public double OfRun(WaitingPassage passage, int route, int direction, int names)
    {
        double likelihood = passage.Direction < 0 || passage.Direction == direction ? 1 : WrongDirection;
        likelihood *= ClassOf(passage.Report.Class, schedule.Routes.Type(route));
        return passage.Report.RouteText is null ? likelihood : likelihood * TextOf(passage, route, names);
    }

    /// <summary>The same, if it was a vehicle of none, or no vehicle at all.</summary>
    public static double OfNone(WaitingPassage passage)
    {
        double doubt = 1 - Math.Clamp((double)(passage.Report.Confidence ?? UsualConfidence), 0, 1);
        double odds = Math.Clamp(Math.Sqrt(doubt / (1 - UsualConfidence)), 1 / MostOdds, MostOdds);
        return odds * passage.Usual;
    }

    /// <summary>Whether what is seen of this class is hardly ever a vehicle of such a route: a car, or one of another mode.</summary>
    /// <param name="seen">The class, under the device's own name.</param>
    /// <param name="routeType">GTFS <c>route_type</c>.</param>
    public static bool IsOfOtherKind(string seen, int routeType) => ClassOf(seen, routeType) <= WrongClass;

    private static double TextOf(WaitingPassage passage, int route, int names)
    {
        double sure = Math.Clamp(passage.Report.RouteConfidence ?? UsualReading, WorstReading, BestReading);
        bool isSame = Array.BinarySearch(passage.Shown.Routes, route) >= 0;
        return isSame ? sure : (1 - sure) / Math.Max(names, Misreadings);
    }

    private static double ClassOf(string seen, int routeType)
    {
        string usual = routeType switch
        {
            4 or (>= 1000 and < 1100) or (>= 1200 and < 1300) => "boat",
            0 or (>= 900 and < 1000) => "tram",
            1 or 2 or (>= 100 and < 200) or (>= 400 and < 500) => "train",
            _ => "bus",
        };
        if (string.Equals(seen, usual, StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        bool isRoad = usual == "bus";
        return seen switch
        {
            "van" or "truck" => isRoad ? VagueClass / 3 : WrongClass,
            "bus" or "tram" or "train" or "boat" or "car" or "motorcycle" or "bicycle" or "person" => WrongClass,
            _ => VagueClass,
        };
    }
}
