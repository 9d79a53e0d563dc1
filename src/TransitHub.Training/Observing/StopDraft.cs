using System.Globalization;
using TransitHub.Gtfs;

namespace TransitHub.Training.Observing;

/// <summary>Finds the stops of all courses together: a stop is one, whichever line found it, and each line calls at those where its own runs stop.</summary>
internal static class StopDraft
{
    /// <summary>Peaks of two lines within this and of one direction are one stop, meters.</summary>
    private const double SameMeters = 40;

    private const double SameDegrees = 60;

    /// <summary>A first or last stop is looked for within this of a course's end, meters.</summary>
    private const double EndMeters = 120;

    /// <summary>So many runs of a line's own say whether it calls at a stop that others were seen to serve.</summary>
    private const int OwnRuns = 12;

    private const double CellDegrees = 0.002;

    /// <summary>Gives each course its calls; all stops, in the order of their ids.</summary>
    public static List<DraftStop> Find(List<Course> courses, double leastConfidence)
    {
        if (courses.Count == 0)
        {
            return [];
        }

        StreetPoints street = new(courses);
        List<(Course Course, StopPeak Peak)> peaks = [];
        foreach (Course course in courses)
        {
            foreach (StopPeak peak in StopPeaks.Find(street.Along(course.Line), course.Line.LengthMeters))
            {
                if (IsServed(course, peak))
                {
                    peaks.Add((course, peak));
                }
            }
        }

        StopConfidence confidence = new(peaks.ConvertAll(p => p.Peak));
        peaks.RemoveAll(p => confidence.Of(p.Peak) < leastConfidence);
        Book book = new(confidence);
        Dictionary<Course, List<CourseCall>> calls = courses.ToDictionary(c => c, _ => new List<CourseCall>());
        foreach ((Course course, StopPeak peak) in peaks.OrderByDescending(p => p.Peak.Strength).ThenBy(p => p.Course.Number).ThenBy(p => p.Peak.Along))
        {
            calls[course].Add(new CourseCall(book.FindOrMake(course.Line, peak, isTerminal: false), peak.Along));
        }

        foreach (Course course in courses)
        {
            course.Calls = WithEnds(course, calls[course], book);
        }

        return book.Stops;
    }

    /// <summary>Whether the course's own runs stop there; where they are too few to tell, the street's word counts.</summary>
    private static bool IsServed(Course course, StopPeak peak)
    {
        int seen = 0;
        int passed = 0;
        foreach (CourseRun run in course.Runs)
        {
            if (run.Path[0].Along > peak.Along || run.Path[^1].Along < peak.Along)
            {
                continue;
            }

            passed++;
            seen += run.Path.Any(p => Math.Abs(p.Along - peak.Along) <= 20) ? 1 : 0;
        }

        return passed < OwnRuns || seen >= passed * Math.Min(0.9, peak.Expected + (0.25 * (peak.Stopped - peak.Expected)));
    }

    private static List<CourseCall> WithEnds(Course course, List<CourseCall> calls, Book book)
    {
        calls.Sort((a, b) => a.Along.CompareTo(b.Along));
        for (int i = calls.Count - 1; i > 0; i--)
        {
            if (calls[i].Stop == calls[i - 1].Stop)
            {
                calls.RemoveAt(i);
            }
        }

        double length = course.Line.LengthMeters;
        if (calls.Count == 0 || calls[0].Along > EndMeters)
        {
            calls.Insert(0, new CourseCall(book.FindOrMake(course.Line, EndOf(course, 0), isTerminal: true), 0));
        }

        if (length - calls[^1].Along > EndMeters)
        {
            calls.Add(new CourseCall(book.FindOrMake(course.Line, EndOf(course, length), isTerminal: true), length));
        }

        return calls;
    }

    private static StopPeak EndOf(Course course, double along) => new(along, course.WholeRuns, 1, 0, 0, 0, 0);

    /// <summary>Stops by place.</summary>
    private sealed class Book(StopConfidence confidence)
    {
        private readonly Dictionary<(int Lat, int Lon), List<DraftStop>> cells = [];

        public List<DraftStop> Stops { get; } = [];

        public DraftStop FindOrMake(Geometry line, StopPeak peak, bool isTerminal)
        {
            (double lat, double lon) = line.At(peak.Along);
            double bearing = line.BearingAt(peak.Along);
            (int cellLat, int cellLon) = ((int)Math.Floor(lat / CellDegrees), (int)Math.Floor(lon / CellDegrees));
            for (int cell = 0; cell < 9; cell++)
            {
                foreach (DraftStop stop in this.cells.GetValueOrDefault((cellLat + (cell / 3) - 1, cellLon + (cell % 3) - 1)) ?? [])
                {
                    double turn = Math.Abs(stop.Bearing - bearing) % 360;
                    if (Math.Min(turn, 360 - turn) <= SameDegrees && Geometry.Distance(lat, lon, stop.Latitude, stop.Longitude) <= SameMeters)
                    {
                        return stop;
                    }
                }
            }

            string id = "s" + (this.Stops.Count + 1).ToString("D4", CultureInfo.InvariantCulture);
            DraftStop made = new(id, lat, lon, bearing, peak.Runs, peak.Stopped, peak.Expected, peak.Stood, isTerminal ? StopConfidence.OfEnd : confidence.Of(peak), isTerminal);
            this.Stops.Add(made);
            if (!this.cells.TryGetValue((cellLat, cellLon), out List<DraftStop>? there))
            {
                this.cells.Add((cellLat, cellLon), there = []);
            }

            there.Add(made);
            return made;
        }
    }
}
