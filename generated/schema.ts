// Machine-written by `npm run generate`. Do not edit: the next run overwrites it.

export interface paths {
  '/groups/terminate_sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create jobs to terminate user group session
     * @description Asks Box to end the sessions of the members of groups. Box checks what the account behind the token may do, then creates jobs that work through the request on their own. The answer says that the request was accepted, not that anybody is signed out yet.
     */
    post: operations['post_groups_terminate_sessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/terminate_sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Create jobs to terminate users session
     * @description Asks Box to end the sessions of users. Box checks what the account behind the token may do, then creates jobs that work through the request on their own. The answer says that the request was accepted, not that anybody is signed out yet.
     */
    post: operations['post_users_terminate_sessions'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description What Box says about a request that it refused. Every field may be missing. */
    ClientError: {
      /**
       * @description Box's name for the kind of error.
       * @enum {string}
       */
      code?:
        | 'created'
        | 'accepted'
        | 'no_content'
        | 'redirect'
        | 'not_modified'
        | 'bad_request'
        | 'unauthorized'
        | 'forbidden'
        | 'not_found'
        | 'method_not_allowed'
        | 'conflict'
        | 'precondition_failed'
        | 'too_many_requests'
        | 'internal_server_error'
        | 'unavailable'
        | 'item_name_invalid'
        | 'insufficient_scope';
      /** @description Details that differ from endpoint to endpoint. */
      context_info?: {
        [key: string]: unknown;
      } | null;
      /** @description A page about the error. */
      help_url?: string;
      /** @description The error in a few words. */
      message?: string;
      /** @description The id of the request, for Box's support. */
      request_id?: string;
      /**
       * Format: int32
       * @description The HTTP status, once more.
       */
      status?: number;
      /**
       * @description Marks the object as an error.
       * @enum {string}
       */
      type?: 'error';
    };
    /** @description What Box says about a request that it accepted. */
    SessionTerminationMessage: {
      /** @description A sentence for people. It is not an identifier. */
      message?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  post_groups_terminate_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Whose members to sign out. */
    requestBody: {
      content: {
        'application/json': {
          /** @description Ids of the groups whose members to sign out. */
          group_ids: string[];
        };
      };
    };
    responses: {
      /** @description Box accepted the request and works on it on its own. This does not mean that anybody is signed out yet. The answer holds no job id; what became of it shows up in the admin events. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionTerminationMessage'];
        };
      };
      /** @description The request is not valid, for example because it names nobody or an id is not a string. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The access token is missing, expired or revoked. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The account behind the token, or its application, may not do this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Something that the request names could not be found. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Too many requests were sent. The `Retry-After` header says how many seconds to wait. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box failed. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box did not answer in time. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Any other refusal. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
    };
  };
  post_users_terminate_sessions: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** @description Whom to sign out. Both lists are always sent; one of them may be empty. */
    requestBody: {
      content: {
        'application/json': {
          /** @description Ids of the users to sign out. */
          user_ids: string[];
          /** @description Logins, which are email addresses, of the users to sign out. */
          user_logins: string[];
        };
      };
    };
    responses: {
      /** @description Box accepted the request and works on it on its own. This does not mean that anybody is signed out yet. The answer holds no job id; what became of it shows up in the admin events. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionTerminationMessage'];
        };
      };
      /** @description The request is not valid, for example because it names nobody or an id is not a string. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The access token is missing, expired or revoked. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description The account behind the token, or its application, may not do this. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Something that the request names could not be found. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Too many requests were sent. The `Retry-After` header says how many seconds to wait. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box failed. */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Box did not answer in time. */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
      /** @description Any other refusal. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ClientError'];
        };
      };
    };
  };
}
