# stormlark_add_scenario_tests(SUBJECT <subject file or name>
#                              [SCENARIOS <name or file>...]   default: the whole catalogue
#                              [CATALOGUE <directory>]
#                              [PREFIX <test name prefix>]     default: scenario
#                              [LABELS <label>...]             default: scenario
#                              [EXPECT <check=verdict,...>]    default: all held
#                              [TIMEOUT <seconds>]             default: 120
#                              [REPEAT <times>]                default: 1; each with the next seed
#                              [SIMULATED])                    on virtual time, our own gateway only
#
# Makes one ctest test of each scenario: the bot that the subject file starts, before the mock
# platform and behind the bad network. A scenario that needs what this machine lacks is skipped.
# What is misspelt is an error here, and not a test that fails later.

# Complains where there is no file of that name in the directories, or no such file.
function(stormlark_expect_file what name)
  if(name MATCHES "/" OR name MATCHES "[.]yaml$")
    get_filename_component(path "${name}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
    set(candidates "${path}")
  else()
    list(TRANSFORM ARGN APPEND "/${name}.yaml" OUTPUT_VARIABLE candidates)
  endif()
  foreach(candidate IN LISTS candidates)
    if(EXISTS "${candidate}")
      return()
    endif()
  endforeach()
  list(JOIN candidates ", " places)
  message(FATAL_ERROR
    "stormlark_add_scenario_tests: there is no ${what} '${name}': looked for ${places}")
endfunction()

function(stormlark_add_scenario_tests)
  cmake_parse_arguments(PARSE_ARGV 0 arg
    "SIMULATED" "SUBJECT;CATALOGUE;PREFIX;EXPECT;TIMEOUT;REPEAT" "SCENARIOS;LABELS")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "stormlark_add_scenario_tests: unknown arguments: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_SUBJECT)
    message(FATAL_ERROR "stormlark_add_scenario_tests: SUBJECT is missing: name a subject file")
  endif()
  foreach(word IN LISTS arg_SCENARIOS arg_LABELS)
    if(word MATCHES "^[A-Z_]+$")
      message(FATAL_ERROR "stormlark_add_scenario_tests: unknown keyword ${word}; known: SUBJECT, "
        "SCENARIOS, CATALOGUE, PREFIX, LABELS, EXPECT, TIMEOUT, REPEAT, SIMULATED")
    endif()
  endforeach()
  if(NOT arg_CATALOGUE)
    set(arg_CATALOGUE "${STORMLARK_CATALOGUE}")
  endif()
  if(NOT arg_PREFIX)
    set(arg_PREFIX scenario)
  endif()
  if(NOT arg_LABELS)
    set(arg_LABELS scenario)
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  if(NOT arg_SCENARIOS)
    file(GLOB arg_SCENARIOS CONFIGURE_DEPENDS "${arg_CATALOGUE}/*.yaml")
  endif()
  foreach(scenario IN LISTS arg_SCENARIOS)
    stormlark_expect_file(scenario "${scenario}" "${arg_CATALOGUE}" "${STORMLARK_CATALOGUE}")
  endforeach()
  stormlark_expect_file(subject "${arg_SUBJECT}"
    "${arg_CATALOGUE}/subjects" "${arg_CATALOGUE}" "${STORMLARK_CATALOGUE}/../subjects")

  set(options)
  if(arg_EXPECT)
    list(APPEND options --expect ${arg_EXPECT})
  endif()
  if(arg_REPEAT)
    list(APPEND options --repeat ${arg_REPEAT})
  endif()
  if(arg_SIMULATED)
    list(APPEND options --simulated)
  endif()
  foreach(scenario IN LISTS arg_SCENARIOS)
    get_filename_component(name "${scenario}" NAME_WE)
    add_test(NAME ${arg_PREFIX}.${name}
      COMMAND Stormlark::stormlark run ${scenario}
        --subject ${arg_SUBJECT} --catalogue ${arg_CATALOGUE} ${options}
        --out ${CMAKE_CURRENT_BINARY_DIR}/runs
      WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(${arg_PREFIX}.${name} PROPERTIES
      LABELS "${arg_LABELS}" TIMEOUT ${arg_TIMEOUT} SKIP_RETURN_CODE 77)
  endforeach()
endfunction()
