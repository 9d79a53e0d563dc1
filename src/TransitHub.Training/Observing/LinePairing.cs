using System.Globalization;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>Makes lines of courses: a way back belongs to the way there if it joins the same ends; what is left over is a line of its own.</summary>
internal static class LinePairing
{
    /// <summary>How far the ends of there and back may lie apart, meters.</summary>
    private const double EndMeters = 500;

    /// <summary>The lines, those that run most often first.</summary>
    public static List<DraftLine> Pair(IReadOnlyList<Course> courses, ServiceDays days)
    {
        List<(Course There, Course? Back)> pairs = [];
        HashSet<Course> taken = [];
        List<Course> inOrder = [.. courses.Where(c => c.Calls.DistinctBy(call => call.Stop.Id).Count() >= 2).OrderByDescending(c => c.WholeRuns).ThenBy(c => c.Number)];
        foreach (Course there in inOrder)
        {
            if (!taken.Add(there))
            {
                continue;
            }

            Course? back = inOrder.FirstOrDefault(c => !taken.Contains(c) && IsBack(there, c));
            if (back is not null)
            {
                taken.Add(back);
            }

            pairs.Add((there, back));
        }

        List<DraftLine> lines = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach ((Course there, Course? back) in pairs)
        {
            List<DraftDirection> directions = [.. new[] { there, back }.OfType<Course>().Select(c => Draft(c, days)).Where(d => d.Service.Count > 0)];
            if (directions.Count > 0)
            {
                string name = Name(there.Label, names, lines.Count + 1);
                lines.Add(new DraftLine(IdOf(name), name, directions));
            }
        }

        return lines;
    }

    /// <summary>The word of the vehicles, with a number behind it for the second way and every further one; without a word a number.</summary>
    private static string Name(string label, HashSet<string> names, int number)
    {
        string word = label.EndsWith("/0", StringComparison.Ordinal) || label.EndsWith("/1", StringComparison.Ordinal) ? label[..^2] : label;
        word = word.Length > 0 ? word : "L" + number.ToString("D3", CultureInfo.InvariantCulture);
        string name = word;
        for (int way = 2; !names.Add(IdOf(name)); way++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{word} way {way}");
        }

        return name;
    }

    private static string IdOf(string name)
    {
        string id = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return id.Length > 60 ? id[..60] : id;
    }

    private static bool IsBack(Course there, Course back)
    {
        string own = there.Label.Split('/')[0];
        if (own != back.Label.Split('/')[0])
        {
            return false;
        }

        return Meters(there.Line, 0, back.Line, back.Line.LengthMeters) <= EndMeters
            && Meters(there.Line, there.Line.LengthMeters, back.Line, 0) <= EndMeters
            && Meters(there.Line, 0, there.Line, there.Line.LengthMeters) > EndMeters
            && Math.Abs(there.Line.LengthMeters - back.Line.LengthMeters) <= 0.3 * there.Line.LengthMeters;
    }

    private static DraftDirection Draft(Course course, ServiceDays days)
    {
        (List<DraftTravel> travel, int[] dwells) = Timetabling.Travel(course, days);
        List<DraftService> service = ServicePlan.Make(Timetabling.Departures(course), days);
        (double off, double on) = Fit(course);
        int whole = course.WholeRuns;
        return new DraftDirection(
            course.Label, course.Line, [.. course.Calls.Select(c => new DraftCall(c.Stop, c.Along))], whole, course.Runs.Count - whole, off, on, travel, dwells, service);
    }

    /// <summary>Median distance of the fixes on the way, and the share of all fixes of its runs that are on it.</summary>
    private static (double MedianOff, double OnShape) Fit(Course course)
    {
        List<float> off = [];
        int fixes = 0;
        foreach (CourseRun run in course.Runs)
        {
            fixes += run.Run.Fixes.Count;
            int at = 0;
            foreach (PathPoint point in run.Path)
            {
                while (run.Run.Fixes[at].At < point.At)
                {
                    at++;
                }

                (double lat, double lon) = course.Line.At(point.Along);
                off.Add((float)Geometry.Distance(lat, lon, run.Run.Fixes[at].Latitude, run.Run.Fixes[at].Longitude));
            }
        }

        off.Sort();
        return (off.Count == 0 ? 0 : off[off.Count / 2], fixes == 0 ? 0 : (double)off.Count / fixes);
    }

    private static double Meters(Geometry a, double alongA, Geometry b, double alongB)
    {
        (double latA, double lonA) = a.At(alongA);
        (double latB, double lonB) = b.At(alongB);
        return Geometry.Distance(latA, lonA, latB, lonB);
    }
}
