using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Server.Commands.Replay;

/// <summary>One observation of a recording, or the reason why there is none.</summary>
/// <param name="Place">Where it stands in the recording: line, file or sequence.</param>
/// <param name="ReceivedAt">The recording's time.</param>
/// <param name="Observation">What was reported; null when refused.</param>
/// <param name="Refusal">Why it could not be decoded; null when it could.</param>
/// <param name="StartsRow">True for the first of a row, which may hold several.</param>
internal readonly record struct ReplayRecord(long Place, Timestamp ReceivedAt, Observation? Observation, Rejection? Refusal, bool StartsRow = false);
