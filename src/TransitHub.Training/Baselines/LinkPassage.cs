namespace TransitHub.Training.Baselines;

/// <summary>One vehicle's way over one link, as far as the plain methods know it.</summary>
/// <param name="Link">Index of the link.</param>
/// <param name="Trip">Index of the trip.</param>
/// <param name="Day">Day number of its service day.</param>
/// <param name="DaySeconds">Service time at which it entered the link, seconds.</param>
/// <param name="LeftAt">When it reached the end of the link, Unix seconds.</param>
/// <param name="Seconds">What it took, arrival to arrival, from a first stop from its departure.</param>
/// <param name="Scheduled">What the timetable gives it, seconds.</param>
public readonly record struct LinkPassage(int Link, int Trip, int Day, double DaySeconds, double LeftAt, double Seconds, double Scheduled);
