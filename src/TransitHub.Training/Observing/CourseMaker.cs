using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>Makes courses of the groups of runs: draws each, leaves out those that another one is, and puts every run on the course that it fits best.</summary>
internal sealed class CourseMaker(ObserveOptions options)
{
    private const float Reach = 45;
    private const double Noise = 15;

    /// <summary>A run is of a course when so much of it lies on the course.</summary>
    private const double FitShare = 0.8;

    /// <summary>It is a whole one when it covers so much of the course.</summary>
    private const double WholeShare = 0.8;

    /// <summary>Two courses are one when each is within the other by so much.</summary>
    private const double SameShare = 0.9;

    private const double CellDegrees = 0.005;

    private readonly Dictionary<(int Lat, int Lon), List<Course>> byCell = [];

    /// <summary>The courses with their runs, in the order of the groups.</summary>
    public List<Course> Make(List<RunGroup> groups, IReadOnlyList<TracedRun> runs)
    {
        List<Course> courses = [];
        foreach (RunGroup group in groups)
        {
            if (CenterLine.Draw(group) is { } line && !this.IsKnown(group.Label, line))
            {
                Course made = new(courses.Count, group.Label, line);
                courses.Add(made);
                this.Index(made);
            }
        }

        HashSet<TracedRun> cut = [.. groups.SelectMany(g => g.PartsOf)];
        foreach (TracedRun run in runs.Where(r => !cut.Contains(r)).Concat(groups.Where(g => g.PartsOf.Count > 0).SelectMany(g => g.Runs)))
        {
            this.Assign(run);
        }

        courses.RemoveAll(c => c.WholeRuns < options.MinRuns);
        return courses;
    }

    private void Assign(TracedRun run)
    {
        TimedFix middle = run.Moves[run.Moves.Count / 2];
        (Course? best, CoveredShare most) = (null, default);
        foreach (Course course in this.byCell.GetValueOrDefault(Cell(middle.Latitude, middle.Longitude)) ?? [])
        {
            if (course.Label != run.Label)
            {
                continue;
            }

            CoveredShare share = CoveredShare.Of(course.Line, run.Moves, Reach, Noise);
            if (share.Fixes >= FitShare && share.Both + share.Fixes > most.Both + most.Fixes)
            {
                (best, most) = (course, share);
            }
        }

        best?.Runs.Add(new CourseRun(run, MonotonePath.Of(best.Line, run.Fixes, Reach, Noise), most.Line >= WholeShare));
    }

    private bool IsKnown(string label, Geometry line)
    {
        List<TimedFix> points = Walk(line, 60);
        TimedFix middle = points[points.Count / 2];
        foreach (Course other in this.byCell.GetValueOrDefault(Cell(middle.Latitude, middle.Longitude)) ?? [])
        {
            if (other.Label == label && CoveredShare.Of(other.Line, points, Reach, Noise).Both >= SameShare)
            {
                return true;
            }
        }

        return false;
    }

    private void Index(Course course)
    {
        HashSet<(int, int)> cells = [];
        foreach (TimedFix point in Walk(course.Line, 100))
        {
            (int lat, int lon) = Cell(point.Latitude, point.Longitude);
            for (int cell = 0; cell < 9; cell++)
            {
                cells.Add((lat + (cell / 3) - 1, lon + (cell % 3) - 1));
            }
        }

        foreach ((int, int) cell in cells)
        {
            if (!this.byCell.TryGetValue(cell, out List<Course>? there))
            {
                this.byCell.Add(cell, there = []);
            }

            there.Add(course);
        }
    }

    /// <summary>Places along a line at even steps, as fixes one second per 10 m apart.</summary>
    private static List<TimedFix> Walk(Geometry line, double stepMeters)
    {
        List<TimedFix> points = [];
        for (double along = 0; along <= line.LengthMeters; along += stepMeters)
        {
            (double lat, double lon) = line.At(along);
            points.Add(new TimedFix(along / 10, lat, lon));
        }

        return points;
    }

    private static (int Lat, int Lon) Cell(double lat, double lon) => ((int)Math.Floor(lat / CellDegrees), (int)Math.Floor(lon / CellDegrees));
}
