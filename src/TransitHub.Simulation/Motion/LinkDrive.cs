namespace TransitHub.Simulation.Motion;

/// <summary>
/// One drive between two places of a line in a given time: it gathers speed, keeps it and brakes, with or without a halt on the
/// way (a red light, a queue). Known in closed form, so that any moment can be asked for without steps.
/// </summary>
/// <param name="StartAt">Unix milliseconds.</param>
/// <param name="From">Meters along the line.</param>
/// <param name="To">Meters along the line, not less than <paramref name="From"/>.</param>
/// <param name="Seconds">How long it takes, above 0.</param>
/// <param name="HaltAt">Meters along the line where it halts.</param>
/// <param name="HaltSeconds">0: it does not halt.</param>
/// <param name="Acceleration">Meters a second squared that the vehicle likes.</param>
internal readonly record struct LinkDrive(
    long StartAt, double From, double To, double Seconds, double HaltAt, double HaltSeconds, double Acceleration)
{
    /// <summary>Unix milliseconds of the arrival.</summary>
    public long EndAt => this.StartAt + Math.Max(1, (long)Math.Round(this.Seconds * 1000));

    /// <summary>Where it is at a moment, and how fast; before the start and after the end it stands there.</summary>
    public double OffsetAt(long at, out double speed)
    {
        double elapsed = (at - this.StartAt) / 1000.0;
        speed = 0;
        if (elapsed <= 0)
        {
            return this.From;
        }

        if (at >= this.EndAt)
        {
            return this.To;
        }

        if (this.HaltSeconds <= 0)
        {
            return this.From + Along(elapsed, this.To - this.From, this.Seconds, this.Acceleration, out speed);
        }

        double moving = this.Seconds - this.HaltSeconds;
        double firstMeters = this.HaltAt - this.From;
        double firstSeconds = moving * firstMeters / (this.To - this.From);
        if (elapsed <= firstSeconds)
        {
            return this.From + Along(elapsed, firstMeters, firstSeconds, this.Acceleration, out speed);
        }

        return elapsed <= firstSeconds + this.HaltSeconds
            ? this.HaltAt
            : this.HaltAt + Along(elapsed - firstSeconds - this.HaltSeconds, this.To - this.HaltAt, moving - firstSeconds, this.Acceleration, out speed);
    }

    /// <summary>When the drive comes by a place on its way, Unix milliseconds.</summary>
    public long TimeAt(double offset)
    {
        long low = this.StartAt;
        long high = this.EndAt;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (this.OffsetAt(middle, out _) >= offset)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }

    /// <summary>Meters of a trapezoid of speed over <paramref name="meters"/> in <paramref name="seconds"/>.</summary>
    private static double Along(double elapsed, double meters, double seconds, double acceleration, out double speed)
    {
        // Short of time, it must accelerate harder than it likes: at least as a triangle needs, with a little room.
        double a = Math.Max(acceleration, 4.2 * meters / (seconds * seconds));
        double root = Math.Sqrt(Math.Max(0, (a * seconds * a * seconds) - (4 * a * meters)));
        double cruise = ((a * seconds) - root) / 2;
        double ramp = cruise / a;
        double left = seconds - elapsed;
        if (elapsed < ramp)
        {
            speed = a * elapsed;
            return a * elapsed * elapsed / 2;
        }

        if (left < ramp)
        {
            speed = a * Math.Max(0, left);
            return meters - (a * left * left / 2);
        }

        speed = cruise;
        return (cruise * ramp / 2) + (cruise * (elapsed - ramp));
    }
}
