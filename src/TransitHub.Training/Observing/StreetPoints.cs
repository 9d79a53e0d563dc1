using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Observing;

/// <summary>All fixes of all runs with the direction in which they were driven, to be asked for along any line: lines share streets, and so stops.</summary>
internal sealed class StreetPoints
{
    private const float CellMeters = 50;

    /// <summary>Step in which a line is walked, meters.</summary>
    private const float StepMeters = 20;

    /// <summary>How far beside the line the street reaches, meters.</summary>
    private const float BesideMeters = 25;

    /// <summary>Directions within 45 degrees are one.</summary>
    private const float SameWayCosine = 0.7f;

    private readonly Geometry plane;
    private readonly Dictionary<(int X, int Y), List<Point>> cells = [];

    /// <summary>Takes the fixes of all courses.</summary>
    public StreetPoints(IReadOnlyList<Course> courses)
    {
        Geometry first = courses[0].Line;
        this.plane = Geometry.FromDegrees([first.OriginLatitude], [first.OriginLongitude]);
        int run = 0;
        foreach (Course course in courses)
        {
            foreach (CourseRun own in course.Runs)
            {
                this.Add(course.Line, own, run++);
            }
        }
    }

    /// <summary>The fixes along a line, in its direction: where along it, of which run; in the order of the line.</summary>
    public List<StreetFix> Along(Geometry line)
    {
        List<StreetFix> found = [];
        for (float along = StepMeters / 2; along < line.LengthMeters; along += StepMeters)
        {
            (double lat, double lon) = line.At(along);
            this.plane.ToLocal(lat, lon, out float x, out float y);
            (float hx, float hy) = Heading(line, along);
            (int cx, int cy) = Cell(x, y);
            for (int cell = 0; cell < 9; cell++)
            {
                foreach (Point point in this.cells.GetValueOrDefault((cx + (cell / 3) - 1, cy + (cell % 3) - 1)) ?? [])
                {
                    float ahead = ((point.X - x) * hx) + ((point.Y - y) * hy);
                    float beside = ((point.X - x) * hy) - ((point.Y - y) * hx);
                    if (ahead >= -StepMeters / 2 && ahead < StepMeters / 2 && Math.Abs(beside) <= BesideMeters
                        && (point.HeadX * hx) + (point.HeadY * hy) >= SameWayCosine)
                    {
                        found.Add(new StreetFix(along + ahead, point.Run, point.At));
                    }
                }
            }
        }

        found.Sort();
        return found;
    }

    private void Add(Geometry line, CourseRun own, int run)
    {
        int at = 0;
        foreach (PathPoint point in own.Path)
        {
            while (own.Run.Fixes[at].At < point.At)
            {
                at++;
            }

            this.plane.ToLocal(own.Run.Fixes[at].Latitude, own.Run.Fixes[at].Longitude, out float x, out float y);
            (float hx, float hy) = Heading(line, point.Along);
            (int, int) cell = Cell(x, y);
            if (!this.cells.TryGetValue(cell, out List<Point>? there))
            {
                this.cells.Add(cell, there = []);
            }

            there.Add(new Point(x, y, hx, hy, run, (float)(point.At - own.Run.Fixes[0].At)));
        }
    }

    private static (float X, float Y) Heading(Geometry line, double along)
    {
        float bearing = line.BearingAt(along) * MathF.PI / 180;
        return (MathF.Sin(bearing), MathF.Cos(bearing));
    }

    private static (int X, int Y) Cell(float x, float y) => ((int)MathF.Floor(x / CellMeters), (int)MathF.Floor(y / CellMeters));

    private readonly record struct Point(float X, float Y, float HeadX, float HeadY, int Run, float At);
}

/// <summary>A fix on a street.</summary>
/// <param name="Along">Meters along the line that was asked for.</param>
/// <param name="Run">Number of the run.</param>
/// <param name="At">Seconds since the run began.</param>
internal readonly record struct StreetFix(float Along, int Run, float At) : IComparable<StreetFix>
{
    /// <inheritdoc/>
    public int CompareTo(StreetFix other) => this.Along != other.Along ? this.Along.CompareTo(other.Along) : (this.Run, this.At).CompareTo((other.Run, other.At));
}
