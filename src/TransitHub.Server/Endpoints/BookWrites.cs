namespace TransitHub.Server.Endpoints;

/// <summary>What all calls that write a book of operators have in common.</summary>
internal static class BookWrites
{
    /// <summary>Says what a call does, and how it may be refused.</summary>
    public static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary) => route
        .WithSummary(summary)
        .ProducesValidationProblem()
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status409Conflict)
        .ProducesProblem(StatusCodes.Status412PreconditionFailed)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status428PreconditionRequired)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Nobody changes what they have not seen.</summary>
    /// <param name="of">Whose tag is to be given.</param>
    public static IResult TagNeeded(string of) => Results.Problem(
        $"Give If-Match with the entity tag that a GET of {of} answers.", statusCode: StatusCodes.Status428PreconditionRequired, title: "If-Match is needed");

    /// <summary>They have seen it as it was before.</summary>
    public static IResult ChangedMeanwhile(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed, title: "Changed meanwhile");
}
