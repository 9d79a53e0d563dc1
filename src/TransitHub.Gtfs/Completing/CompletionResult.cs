using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Completing;

/// <summary>What came of completing a feed.</summary>
/// <param name="Problems">What is wrong in the sheets; with an error nothing was written.</param>
/// <param name="Routes">The routes that sheets name, in the order of the sheets.</param>
/// <param name="Before">Use of the feed as it came.</param>
/// <param name="Shapes">Shapes added.</param>
/// <param name="PatternsToDraw">Patterns of the feed that go straight from stop to stop, if ways were to be drawn.</param>
/// <param name="PatternsDrawn">Of these, patterns that got a shape.</param>
/// <param name="Stops">Stops added.</param>
/// <param name="TripsLeftOut">Trips left out because nobody could ride them.</param>
/// <param name="RoutesLeftOut">Routes left out with them.</param>
public sealed record CompletionResult(SheetProblems Problems, IReadOnlyList<CompletedRoute> Routes, FeedUse Before, int Shapes, int PatternsToDraw, int PatternsDrawn, int Stops, int TripsLeftOut, int RoutesLeftOut);
