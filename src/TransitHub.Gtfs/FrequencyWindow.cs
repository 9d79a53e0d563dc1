namespace TransitHub.Gtfs;

/// <summary>A row of frequencies.txt: the trip repeats from the start time every headway until the end time.</summary>
/// <param name="StartSeconds">Service time of the first departure from the first stop.</param>
/// <param name="EndSeconds">Service time at which the headway ends; no trip starts at or after it.</param>
/// <param name="HeadwaySeconds">Seconds between two departures, 1 or more.</param>
/// <param name="ExactTimes">True: departures follow the timetable exactly. False: only the headway is kept.</param>
public readonly record struct FrequencyWindow(int StartSeconds, int EndSeconds, int HeadwaySeconds, bool ExactTimes);
